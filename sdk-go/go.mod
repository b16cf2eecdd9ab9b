module guesthouse.dev/sdk

go 1.26
