"""征集报送: calls, the answers of units, ranking and results.

``calling`` opens calls and grants terms; ``filing``, ``drafting`` and ``finishing`` lead from an empty form to frozen answers;
``adapter``, ``guards`` and ``effects`` are what the engine sees; ``progress``, ``ranking`` and ``results`` are what organs ask.
"""
