namespace Telemed.Consults.Desk;

/// <summary>Bounds on what a client may send, and what of it is known to the network. Pure.</summary>
internal static class RequestRules
{
    private const int LongText = 8_000;
    private const int ShortText = 200;

    /// <summary>Field and code of each fault of a request; empty when all hold.</summary>
    internal static Dictionary<string, string> Check(ConsultRequest request, Network network, InstitutionId asking)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var patient = request.Text?.Patient;
        Add(errors, "service", network.FindService(request.Service) is null, "unknown");
        Add(errors, "urgency", !Enum.IsDefined(request.Urgency), "unknown");
        Add(errors, "summary", request.Text is null || request.Text.Summary.Length > LongText, "length");
        Add(errors, "patient.name", patient?.Name?.Length > ShortText, "length");
        Add(errors, "patient.ageYears", patient?.AgeYears is < 0 or > 150, "range");
        Add(errors, "patient.identifiers", patient?.Identifiers.Count > 10, "length");
        Add(
            errors,
            "patient.identifiers",
            patient?.Identifiers.Any(one => one.System.Length > 60 || one.Value.Length > ShortText) ?? false,
            "length");
        Add(errors, "read", request.Read && network.FindService(request.Service) is { Read: false }, "unknown");
        Add(errors, "wishedSpecialist", !MayWish(request.WishedSpecialist, network, asking), "unknown");
        return errors;
    }

    /// <summary>Field and code of each fault of an opinion.</summary>
    internal static Dictionary<string, string> Check(OpinionText text)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(errors, "findings", text.Findings.Length > LongText, "length");
        Add(errors, "advice", text.Advice.Length > LongText, "length");
        return errors;
    }

    /// <summary>Field and code of each fault of a copy's words.</summary>
    internal static Dictionary<string, string> Check(CopyText text)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, part) in text.Parts)
        {
            Add(errors, field, part.Length > (field == "title" ? CopyText.LongestTitle : CopyText.LongestPart), "length");
        }

        return errors;
    }

    /// <summary>Field and code of each fault of a search in the case library.</summary>
    internal static Dictionary<string, string> Check(ServiceCode? service, string? words, int size, Network network)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(errors, "service", service is { } code && network.FindService(code) is null, "unknown");
        Add(errors, "words", words?.Length > LibraryQuery.LongestSearch, "length");
        Add(errors, "size", size is < 1 or > LibraryQuery.MostOfPage, "range");
        return errors;
    }

    /// <summary>Field and code of each fault of a consent.</summary>
    internal static Dictionary<string, string> Check(ConsentAnswer answer, bool byGuest)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(
            errors,
            "textVersion",
            string.IsNullOrWhiteSpace(answer.TextVersion) || answer.TextVersion.Length > 40,
            "length");
        Add(errors, "language", answer.Language.Length is 0 or > 20, "length");
        Add(errors, "witness", answer.Witness?.Length > ShortText, "length");
        Add(
            errors,
            "method",
            !Enum.IsDefined(answer.Method)
                || (answer is { Method: ConsentMethod.Click, Subject: ConsentSubject.Patient } && !byGuest),
            "unknown"); // Unless on their own phone, the patient clicks nowhere: theirs is spoken before a witness, or written.
        Add(
            errors,
            "witness",
            answer is { Method: ConsentMethod.Spoken, Granted: true, Subject: ConsentSubject.Patient }
                && string.IsNullOrWhiteSpace(answer.Witness),
            "missing");
        Add(errors, "guardian", answer.Guardian is { } guardian && !IsWhole(guardian), "length");
        return errors;
    }

    /// <summary>Field and code of each fault of a consent to be somebody's dependant.</summary>
    internal static Dictionary<string, string> Check(
        ConsentMethod method, string textVersion, string language, DependantConsent consent)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(errors, "method", !Enum.IsDefined(method) || method == ConsentMethod.Click, "unknown");
        Add(errors, "textVersion", textVersion.Length is 0 or > 40, "length");
        Add(errors, "language", language.Length is 0 or > 20, "length");
        Add(errors, "adult", !IsWhole(consent.Adult), "length");
        Add(errors, "witness", consent.Witness?.Length > ShortText, "length");
        return errors;
    }

    /// <summary>Field and code of each fault of a measured link.</summary>
    internal static Dictionary<string, string> Check(SiteLink link)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(errors, "mode", !Enum.IsDefined(link.Mode), "unknown");
        Add(errors, "upKbps", link.UpKbps is < 0 or > 10_000_000, "range");
        Add(errors, "downKbps", link.DownKbps is < 0 or > 10_000_000, "range");
        Add(errors, "lossPercent", link.LossPercent is not (null or (>= 0 and <= 100)), "range");
        Add(errors, "roundTripMs", link.RoundTripMs is < 0 or > 600_000, "range");
        Add(errors, "jitterMs", link.JitterMs is < 0 or > 600_000, "range");
        Add(errors, "path", link.Path is not (null or "udp" or "tcp"), "unknown");
        return errors;
    }

    /// <summary>Field and code of the fault of a free text.</summary>
    internal static Dictionary<string, string> Check(string field, string? text)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(errors, field, text?.Length > LongText, "length");
        return errors;
    }

    private static bool IsWhole(GuardianIdentity guardian) =>
        guardian.Name.Trim().Length is > 0 and <= ShortText
        && guardian.Relation.Trim().Length is > 0 and <= 60
        && guardian.Identifier is { System.Length: > 0 and <= 60, Value.Length: > 0 and <= ShortText };

    private static bool MayWish(PersonId? wished, Network network, InstitutionId asking) =>
        wished is not { } id || (network.FindPerson(id) is { } person && network.MayAsk(asking, person.Institution));

    private static void Add(Dictionary<string, string> errors, string field, bool faulty, string code)
    {
        if (faulty)
        {
            errors[field] = code;
        }
    }
}
