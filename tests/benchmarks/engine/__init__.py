"""The engine's speed at true size: ``run`` measures one database of one size, ``bench_engine.py`` compares."""
