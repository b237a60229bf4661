"""What several endpoints take or answer with."""

from rest_framework import serializers

from articles.choices import WISH_CHARACTERS


class WishInput(serializers.Serializer):
    wish = serializers.CharField(max_length=WISH_CHARACTERS, allow_blank=True, default="")


class TaskStartedOutput(serializers.Serializer):
    task_id = serializers.CharField()
    status = serializers.CharField()
    websocket_url = serializers.CharField()
