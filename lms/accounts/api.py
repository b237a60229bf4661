"""`/auth` and `/me`."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms import limits
from lms.accounts import access, consent, erasure, merging, my_data, profile, signing_in, tokens
from lms.accounts.models import Language, User
from lms.api import IsSomebody, read_body
from lms.problems import Problem


class UserOutput(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "username", "display_name", "email", "role", "language", "is_guest"]


class TokenOutput(serializers.Serializer):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    user = UserOutput()


class HasAccount(BasePermission):
    """Somebody with a name; guests are told to sign up."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        access.need_account(request.user)
        return True


def token_answer(user: User, status: int = 200) -> Response:
    token, expires_at = tokens.issue(user)
    return Response({"token": token, "expires_at": expires_at, "user": UserOutput(user).data}, status=status)


class LogInInput(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class TokenApi(APIView):
    @extend_schema(request=LogInInput, responses=TokenOutput, operation_id="log_in")
    def post(self, request: Request) -> Response:
        user = signing_in.check_password(request._request, **read_body(LogInInput, request))
        return token_answer(user)

    @extend_schema(request=None, responses={204: None}, operation_id="log_out")
    def delete(self, request: Request) -> Response:
        if not request.auth:
            raise Problem.sign_in()
        tokens.end(request.auth)
        return Response(status=204)


class RegisterInput(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    display_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=False)


class RegisterApi(APIView):
    @extend_schema(request=RegisterInput, responses={201: TokenOutput}, operation_id="register")
    def post(self, request: Request) -> Response:
        user = signing_in.sign_up(person=request.user, **read_body(RegisterInput, request))
        return token_answer(user, status=201)


class ClaimInput(serializers.Serializer):
    access_token = serializers.CharField(max_length=200)


class ClaimApi(APIView):
    permission_classes = [HasAccount]

    @extend_schema(request=ClaimInput, responses=UserOutput, operation_id="claim_guest")
    def post(self, request: Request) -> Response:
        guest = signing_in.guest_with(read_body(ClaimInput, request)["access_token"])
        merging.merge(guest=guest, account=request.user)
        return Response(UserOutput(request.user).data)


class MeOutput(UserOutput):
    model_consent = serializers.BooleanField(source="has_consented")

    class Meta(UserOutput.Meta):
        fields = [*UserOutput.Meta.fields, "model_consent"]


class MeInput(serializers.ModelSerializer):
    """`model_consent`: whether language models may see what this person tells in private."""

    model_consent = serializers.BooleanField(required=False)

    class Meta:
        model = User
        fields = [*profile.FIELDS, "model_consent"]


class MeApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=MeOutput, operation_id="me")
    def get(self, request: Request) -> Response:
        return Response(MeOutput(request.user).data)

    @extend_schema(request=MeInput, responses=MeOutput, operation_id="change_me")
    def patch(self, request: Request) -> Response:
        given = read_body(MeInput, request, partial=True)
        agreed = given.pop("model_consent", None)
        profile.change(request.user, **given)
        if agreed is not None:
            (consent.give if agreed else consent.withdraw)(request.user)
        return Response(MeOutput(request.user).data)

    @extend_schema(responses={204: None}, operation_id="erase_me")
    def delete(self, request: Request) -> Response:
        """The account ends at once, every log-in and token with it; what is theirs is erased within minutes."""
        erasure.begin(request.user)
        return Response(status=204)


class ExportApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="export_me")
    def get(self, request: Request) -> Response:
        """Everything about the caller: their account, then one list of rows for each kind of thing that is theirs."""
        limits.count_export(request._request)
        return Response(my_data.export(request.user))
