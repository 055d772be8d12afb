using Microsoft.AspNetCore.Authentication.Cookies;

namespace Telemed.Server.SignIn;

/// <summary>Writes the session cookie as <c>Secure</c> everywhere but on plain HTTP to the loopback, where tests and the
/// first look at the product happen.</summary>
internal sealed class SessionCookieManager : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, key);

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, key, value, Secured(context, options));

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, key, Secured(context, options));

    private static CookieOptions Secured(HttpContext context, CookieOptions options)
    {
        var host = context.Request.Host.Host;
        options.Secure = context.Request.IsHttps || host is not ("localhost" or "127.0.0.1" or "[::1]");
        return options;
    }
}
