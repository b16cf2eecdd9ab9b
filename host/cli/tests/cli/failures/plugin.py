from guesthouse_sdk import Event, Output


def handle(event: Event) -> list[Output]:
    if event.type == "throw":
        return crash()
    while event.type == "loop":
        pass
    return [Output.text("handled", event.id)]


def crash() -> list[Output]:
    raise ValueError("out of tea")
