"""The intent classifier as Rasa sees it: one component that reads the text and ranks the intents.

Rasa reads the annotations of its components as they run, hence no import of this file is for the type checker only.
"""
# ruff: noqa: ARG003

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

from nlu_data.pipeline.french_vectors import read_meanings
from nlu_data.pipeline.lexicon import Lexicon
from nlu_data.pipeline.model import IntentModel
from nlu_data.pipeline.training import Recipe, learn

RANKED = 10
"""Intents in a ranking; the rest shares what confidence is left."""

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LexicalIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks intents by words, pieces of words, sounds, concepts and meaning; blind to accents and kind to misspellings.

    Rasa calls `train` with the whole training data and `process` with messages, by these very parameter names.
    """

    def __init__(
        self, *, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        """Hold what Rasa gives; without a `model` the component can only be trained."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options that config.yml may set, with their defaults."""
        return {"lexicon": "nlu_data/lexicon.yml", **Recipe().as_config()}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexicalIntentClassifier:
        """Return a component that is to be trained."""
        return cls(config=config, storage=model_storage, resource=resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LexicalIntentClassifier:
        """Return the trained component that `resource` holds."""
        with model_storage.read_from(resource) as folder:
            return cls(config=config, storage=model_storage, resource=resource, model=IntentModel.load(Path(folder)))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has an intent, and keep the result as arrays and JSON."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = learn(
            texts=[example.get(TEXT) for example in examples],
            intents=[example.get(INTENT) for example in examples],
            lexicon=Lexicon.parse(read_yaml_file(self._config["lexicon"])),
            meanings=read_meanings(),
            recipe=Recipe.from_config(self._config),
            tell=logger.info,
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the ranking of each message, and its first intent."""
        if self._model is None:
            message = "the intent classifier is asked before it was trained"
            raise RuntimeError(message)
        for message in messages:
            ranking = [
                {"name": intent, "confidence": confidence}
                for intent, confidence in self._model.rank(message.get(TEXT) or "")[:RANKED]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data unchanged: no later component learns from these predictions."""
        return training_data
