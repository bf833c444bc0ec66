"""The losses of a network's heads, for arrays of any framework.

Every function takes arrays of the module `xp`, which is NumPy, keras.ops or torch.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from codesign.design.heads import Head
from codesign.jets.dataset import Lesson

SOFT = 0.1  # huber and log_cosh are parabolas below this difference, which is below a good regressor's resolution


def response_loss(head: Head, response: Any, target: Any, xp: Any = np) -> Any:
    """(jets,) the loss of each jet; response and target: (jets,) arrays of the module `xp`.

    xp: NumPy, keras.ops or torch. huber: Huber, Ann. Math. Statist. 35 (1964) 73; log_cosh is its smooth relative;
    quantile: Koenker and Bassett, Econometrica 46 (1978) 33. All but the last grow as abs(u) far from 0.
    """
    u = response - target
    size = xp.abs(u)
    if head.loss == "quantile":
        return xp.maximum(head.quantile * -u, (1 - head.quantile) * u) * 2
    if head.loss == "log_cosh":  # SOFT * log(cosh(u / SOFT)), without the overflow of cosh
        return size + SOFT * (xp.log1p(xp.exp(-2 * size / SOFT)) - float(np.log(2)))
    return xp.where(size < SOFT, u * u / (2 * SOFT), size - SOFT / 2)


def taught_loss(lesson: Lesson, cross_entropy: Any, logits: Any, taught: Any, xp: Any = np) -> Any:
    """(jets,) the cross entropy with the labels, mixed with `soft_loss` according to the weight of the lesson.

    cross_entropy: (jets,); logits, taught: (jets, classes) of the student and of the teacher.
    """
    return (1 - lesson.weight) * cross_entropy + lesson.weight * soft_loss(logits, taught, lesson.temperature, xp)


def soft_loss(logits: Any, taught: Any, temperature: float, xp: Any = np) -> Any:
    """(jets,) distance of a student from its teacher: T^2 KL(teacher || student) of their softmax at temperature T.

    logits, taught: (jets, classes) arrays of the module `xp`: NumPy, keras.ops or torch. The factor T^2 makes the
    gradient as large as a cross entropy's for any T (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
    """
    student, teacher = (_log_softmax(values / temperature, xp) for values in (logits, taught))
    return temperature**2 * xp.sum(xp.exp(teacher) * (teacher - student), axis=1)


def _log_softmax(logits: Any, xp: Any) -> Any:
    shifted = logits - xp.amax(logits, axis=1, keepdims=True)
    return shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
