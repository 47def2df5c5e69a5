"""Acts that are no transitions: 加签 转办 传阅 挂起 跳转 … A module per family, one table (``table.py``), one way in (``taking.py``).

Their titles and who may by default stand in ``workflows.definition.actions``, where a definition can change them.
"""
