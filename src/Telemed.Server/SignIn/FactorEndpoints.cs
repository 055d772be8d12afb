using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using Telemed.Consults.Stores;
using Telemed.Server.Consults;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>A person's second factor: begun with the password, confirmed with a code, ended with both.</summary>
internal static class FactorEndpoints
{
    /// <summary>Maps <c>/api/me/second-factor</c>.</summary>
    public static void MapSecondFactor(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/me/second-factor").RequireAuthorization(SessionCookie.EnrolPolicy);
        group.MapPost("/", BeginAsync).WithSummary("A new secret, not asked for until it is confirmed.");
        group.MapPost("/confirm", ConfirmAsync).WithSummary("Confirms the secret with a code of it.");
        group.MapPost("/end", EndAsync).WithSummary("Ends the second factor.");
    }

    private static async Task<Results<Ok<NewFactor>, ProblemResult>> BeginAsync(
        FactorBodies.Begin body, Desk desk, PasswordCheck check, IDirectory directory)
    {
        if ((await check.CheckAsync(desk.Who.User, body.Password, desk.Cancelled)).Refusal is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        if (await directory.FindSecondFactorAsync(desk.Who.Id, desk.Cancelled) is { On: true })
        {
            return new ProblemResult(new Refusal(ProblemKind.Refused, "The second factor is on.") { Reason = "factor-on" });
        }

        var secret = Totp.NewSecret();
        await directory.SetSecondFactorAsync(desk.Who.Id, secret, on: false, desk.Cancelled);
        var text = Totp.Write(secret);
        var uri = $"otpauth://totp/Telemed:{Uri.EscapeDataString(desk.Who.User)}?secret={text}&issuer=Telemed";
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return TypedResults.Ok(new NewFactor(text, uri, svg.GetGraphic(4)));
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> ConfirmAsync(
        FactorBodies.Confirm body, Desk desk, IDirectory directory, FactorCheck factors, HttpContext context)
    {
        if (await factors.CheckAsync(desk.Who, body.Code, onlyIfOn: false, desk.Cancelled) is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        var factor = await directory.FindSecondFactorAsync(desk.Who.Id, desk.Cancelled);
        await directory.SetSecondFactorAsync(desk.Who.Id, factor!.Secret, on: true, desk.Cancelled);
        await SessionCookie.OpenAsync(context, desk.Who.Id.Value, twoFactors: true);
        return TypedResults.Ok(Me.Of(desk.Who, await directory.LoadAsync(desk.Cancelled), desk.Now) with { SecondFactor = true });
    }

    private static async Task<Results<NoContent, ProblemResult>> EndAsync(
        FactorBodies.End body, Desk desk, PasswordCheck check, IDirectory directory, FactorCheck factors)
    {
        var refusal = (await check.CheckAsync(desk.Who.User, body.Password, desk.Cancelled)).Refusal
            ?? await factors.CheckAsync(desk.Who, body.Code, onlyIfOn: false, desk.Cancelled);
        if (refusal is not null)
        {
            return new ProblemResult(refusal);
        }

        await directory.SetSecondFactorAsync(desk.Who.Id, null, on: false, desk.Cancelled);
        return TypedResults.NoContent();
    }
}
