"""The ground floor: after-sales rules as pure functions on plain values.

Nothing here reads a database, a clock or a file: facts and a moment go in, a value comes out.
"""
