# SPDX-License-Identifier: Apache-2.0
"""The gateway's error codes and their messages in English and Chinese.

Texts that were seen in real answers are marked "seen"; the others are plausible.
"""

PRODUCT = "intlpartnersmgt"

MESSAGES = {
    "ActionOffline": ("This API has been taken offline.", "接口已下线。"),
    "AuthFailure.InvalidAuthorization": (  # seen
        "The request `Authorization` header does not conform to tencentcloud standards: {detail}.",
        "请求头部的 `Authorization` 不符合腾讯云标准：{detail}。",
    ),
    "AuthFailure.InvalidSecretId": (
        "The SecretId is not a TencentCloud API key.",
        "密钥非法（不是云 API 密钥类型）。",
    ),
    "AuthFailure.MFAFailure": ("MFA failed.", "MFA 错误。"),
    "AuthFailure.SecretIdNotFound": (  # seen
        "The SecretId is not found, please ensure that your SecretId is correct.",
        "SecretId不存在，请输入正确的密钥。",
    ),
    "AuthFailure.SignatureExpire": (  # seen
        "The signature is expired, please request again.",
        "签名已过期，请重新请求。",
    ),
    "AuthFailure.SignatureFailure": (  # seen
        "The provided credentials could not be validated. "
        "Please check your signature is correct.",
        "请求签名验证失败，请检查您的签名计算是否正确。",
    ),
    "AuthFailure.TokenFailure": ("The token is invalid.", "token 错误。"),
    "AuthFailure.UnauthorizedOperation": (
        "The request is not authorized by CAM.",
        "请求未授权。请参考 CAM 文档对鉴权的说明。",
    ),
    "DryRunOperation": (
        "The request would have succeeded, but the DryRun parameter was used.",
        "DryRun 操作，代表请求将会是成功的，只是多传了 DryRun 参数。",
    ),
    "FailedOperation": ("The operation failed.", "操作失败。"),
    "FailedOperation.InvalidSubAgentUin": ("The sub-agent UIN is invalid.", "子代理商 UIN 无效。"),
    "InternalError": (  # seen
        "An internal error has occurred. Retry your request, but if the problem persists, "
        "contact us.",
        "内部错误。",
    ),
    "InvalidAction": (  # seen
        "The request action=`{action}` is invalid or not found in service=`{product}` "
        "and version=`{version}`.",
        "接口 `{action}` 在产品 `{product}` 版本 `{version}` 中不存在。",
    ),
    "InvalidParameter": ("{detail}", "{detail}"),
    "InvalidParameterValue": ("The value of a parameter is not valid.", "参数取值错误。"),
    "InvalidRequest": ("{detail}", "{detail}"),
    "IpInBlacklist": ("Your IP is in the IP blacklist.", "IP地址在黑名单中。"),
    "IpNotInWhitelist": ("Your IP is not in the IP whitelist.", "IP地址不在白名单中。"),
    "LimitExceeded": ("The quota limit is exceeded.", "超过配额限制。"),
    "MissingParameter": (  # seen
        "The request is missing a required parameter `{detail}`.",
        "缺少参数 `{detail}`。",
    ),
    "NoSuchProduct": ("The product does not exist.", "产品不存在。"),
    "NoSuchVersion": (  # seen
        "The specified api version=`{version}` does not exist in service=`{product}`.",
        "产品 `{product}` 的接口版本 `{version}` 不存在。",
    ),
    "OperationDenied.ServiceBusy": (
        "The service is busy. Please try again later.",
        "服务繁忙，请稍后重试。",
    ),
    "RequestLimitExceeded": (  # seen
        "Your current request times equals to `{count}` in a second, which exceeds the "
        "frequency limit `{limit}` for a second. Please reduce the frequency of calls.",
        "您当前每秒请求 `{count}` 次，超过了每秒频率上限 `{limit}`，请稍后重试。",
    ),
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded": (
        "The frequency limit of the main account is exceeded.",
        "主账号超过频率限制。",
    ),
    "RequestLimitExceeded.IPLimitExceeded": (
        "The frequency limit of the IP is exceeded.",
        "IP 限频。",
    ),
    "RequestLimitExceeded.UinLimitExceeded": (
        "The frequency limit of the main account is exceeded.",
        "主账号限频。",
    ),
    "RequestSizeLimitExceeded": (
        "The request packet exceeds the size limit.",
        "请求包超过限制大小。",
    ),
    "ResourceInUse": ("The resource is in use.", "资源被占用。"),
    "ResourceInsufficient": ("The resource is insufficient.", "资源不足。"),
    "ResourceNotFound": ("The resource does not exist.", "资源不存在。"),
    "ResourceUnavailable": ("The resource is unavailable.", "资源不可用。"),
    "ResponseSizeLimitExceeded": (
        "The returned packet exceeds the size limit.",
        "返回包超过限制大小。",
    ),
    "ServiceUnavailable": ("The service is temporarily unavailable.", "当前服务暂时不可用。"),
    "UnauthorizedOperation": ("The operation is not authorized.", "未授权操作。"),
    "UnauthorizedOperation.UinNoAuth": (
        "The account is not authorized for this API.",
        "账号没有调用该接口的权限。",
    ),
    "UnknownParameter": (  # seen
        "The parameter `{detail}` is not recognized.",
        "未知参数 `{detail}`。",
    ),
    "UnsupportedOperation": ("The operation is not supported.", "操作不支持。"),
    "UnsupportedProtocol": (
        "The HTTP(S) request protocol is wrong; only GET and POST requests are supported.",
        "http(s) 请求协议错误，只支持 GET 和 POST 请求。",
    ),
    "UnsupportedRegion": ("The API does not support the requested region.", "接口不支持所传地域。"),
}

_DEFAULTS = {
    "action": "QueryVoucherPool",
    "count": 6,
    "detail": "Parameter",
    "limit": 5,
    "product": PRODUCT,
    "version": "2022-09-28",
}


def message(code: str, language: str = "en-US", **details) -> str:
    """The message of a code; a code that is not in the table gets a general one."""
    general = (f"The request failed with {code}.", f"请求失败：{code}。")
    english, chinese = MESSAGES.get(code, general)
    text = chinese if language == "zh-CN" else english
    return text.format_map({**_DEFAULTS, **details}) if code in MESSAGES else text
