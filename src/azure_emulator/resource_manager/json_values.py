"""Values of JSON as .NET's reader takes them for fields of a type."""


def boolean(value: object) -> bool | None:
    """True or false, also written as a text or a number; none for null and the empty text.

    Source: Newtonsoft's `JsonReader.ReadAsBoolean`.

    Raises:
        ValueError: it is neither.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | int):
        return bool(value)
    if isinstance(value, str) and value.strip().casefold() in ("true", "false"):
        return value.strip().casefold() == "true"
    raise ValueError("no boolean")
