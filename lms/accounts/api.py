"""`/auth` and `/me`."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lms.accounts import merging, signing_in, tokens
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
        if request.user.is_authenticated and request.user.is_guest:
            raise Problem(403, "account_needed", _("This needs an account. Sign up or log in first."))
        return request.user.is_authenticated


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


class MeInput(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["display_name", "email", "language"]


class MeApi(APIView):
    permission_classes = [IsSomebody]

    @extend_schema(responses=UserOutput, operation_id="me")
    def get(self, request: Request) -> Response:
        return Response(UserOutput(request.user).data)

    @extend_schema(request=MeInput, responses=UserOutput, operation_id="change_me")
    def patch(self, request: Request) -> Response:
        serializer = MeInput(request.user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return Response(UserOutput(serializer.save()).data)
