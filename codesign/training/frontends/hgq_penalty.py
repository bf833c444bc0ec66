"""The penalty per effective bit operation (HGQ2's beta) during a training: constant, ramped, or controlled."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from hgq.utils.sugar import BetaPID, BetaScheduler, PieceWiseSchedule

from codesign.design.training import Precision
from codesign.training.checkpoints import State
from codesign.training.frontends.keras_program import Program
from codesign.training.frontends.keras_training import Steering

WARM_UP = 0.2  # share of the epochs with the initial penalty, since bit widths start at their limits
GAIN, INTEGRAL = 1.0, 1.0  # of the controller, so that ten epochs are enough; HGQ2's 2e-3 is for thousands of epochs


def steering(precision: Precision, epochs: int) -> Steering | None:
    """The hook that changes the penalty of a design between epochs; None if the penalty is constant."""
    start, end, target = precision.ebops_penalty, precision.ebops_ramp, precision.ebops_target
    if end is not None:
        return _Steered(BetaScheduler(PieceWiseSchedule([(0, start, "log"), (epochs - 1, end, "constant")])))
    if target is not None:
        return _Steered(BetaPID(target, start, p=GAIN, i=INTEGRAL, warmup=round(WARM_UP * epochs)))
    return None


class _Steered(Steering):
    """Runs a callback of HGQ2, which sets the penalty of all layers."""

    def __init__(self, controller: keras.callbacks.Callback) -> None:
        self.controller = controller

    def begin(self, program: Program, epoch: int) -> None:
        """Sets the penalty of the epoch."""
        self.controller.set_model(program.model)  # in each epoch: a training may resume from a checkpoint
        if epoch == 0:
            self.controller.on_train_begin()
        self.controller.on_epoch_begin(epoch, {})

    def end(self, program: Program, epoch: int) -> dict[str, float]:
        """The penalty of the epoch, and the EBOPs after it."""
        logs: dict[str, Any] = {}
        self.controller.on_epoch_end(epoch, logs)
        ebops = sum(float(layer.ebops) for layer in program.model.layers if hasattr(layer, "ebops"))
        return {"ebops_penalty": float(logs["beta"]), "ebops": ebops}

    def state(self) -> State:
        """The state of the controller; empty for a schedule, which has no state."""
        if not isinstance(self.controller, BetaPID) or not hasattr(self.controller, "beta"):  # it has not started
            return {}
        pid = self.controller.pid
        return {"pid": np.array([pid.integral, pid.prev_error, self.controller.beta, self.controller._ebops])}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        if "pid" in state:
            controller: Any = self.controller
            controller.pid.integral, controller.pid.prev_error, controller.beta, controller._ebops = map(
                float, state["pid"]
            )
