"""Why a plan leaves meetings out, the cheapest ways to place them, and what the event would need.

`answers` holds what is told and is light; the rest loads NumPy on the first call of
`matchmaking.explain`.
"""
