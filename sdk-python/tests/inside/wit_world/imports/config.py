def get(name):
    return {"greeting": "Hello", "empty": ""}.get(name)
