import keras
import pytest


@pytest.fixture(autouse=True)
def names_start_afresh():
    """Keras numbers the names it gives, over all models of a process; tests here read them."""
    keras.utils.clear_session(free_memory=False)
