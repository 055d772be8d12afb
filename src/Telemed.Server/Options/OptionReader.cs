using System.Globalization;

namespace Telemed.Server.Options;

/// <summary>
/// Reads options from the configuration and notes every fault with the option's name, its bound and the value seen,
/// so that an operator mends all of them at once. A faulty option reads as its default.
/// </summary>
internal sealed class OptionReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>What is wrong so far, in the order of reading.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds a fault that only a view over several options can find.</summary>
    public void Fault(string text) => _faults.Add(text);

    /// <summary>A text; null when it is absent or blank.</summary>
    public string? Text(string key) =>
        string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();

    /// <summary>A secret text with a least length; the value never appears in a fault.</summary>
    public string? Secret(string key, int leastLength)
    {
        var text = Text(key);
        if (text is not null && text.Length < leastLength)
        {
            Fault($"{key} must have at least {leastLength} characters; seen {text.Length}.");
            return null;
        }

        return text;
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public int Whole(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        Fault($"{key} must be a whole number from {least} to {most}; seen '{text}'.");
        return fallback;
    }

    /// <summary>A duration in whole seconds within bounds.</summary>
    public TimeSpan Seconds(string key, int fallback, int least, int most) =>
        TimeSpan.FromSeconds(Whole(key, fallback, least, most));

    /// <summary>One of a few words.</summary>
    public string Choice(string key, string fallback, params string[] others)
    {
        var value = Text(key);
        if (value is null || value == fallback || others.Contains(value, StringComparer.Ordinal))
        {
            return value ?? fallback;
        }

        Fault($"{key} must be one of {string.Join(", ", others.Prepend(fallback))}, but is {value}.");
        return fallback;
    }

    /// <summary>A duration in whole minutes within bounds.</summary>
    public TimeSpan Minutes(string key, int fallback, int least, int most) =>
        TimeSpan.FromMinutes(Whole(key, fallback, least, most));

    /// <summary>Yes or no: <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Fault($"{key} must be true or false; seen '{text}'.");
        return fallback;
    }

    /// <summary>An absolute http or https address without query; null when absent.</summary>
    public Uri? Url(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.Query.Length == 0 && url.Fragment.Length == 0)
        {
            return url;
        }

        Fault($"{key} must be an absolute http or https address without a query; seen '{text}'.");
        return null;
    }

    /// <summary>A list, written either as numbered entries or as one text with commas.</summary>
    public string[] List(string key)
    {
        var numbered = configuration.GetSection(key).GetChildren().Select(child => child.Value);
        return [.. (Text(key) is { } text ? text.Split(',') : numbered)
            .Where(entry => !string.IsNullOrWhiteSpace(entry))
            .Select(entry => entry!.Trim())];
    }

    /// <summary>A list whose entries come from a fixed set.</summary>
    public string[] Choices(string key, string[] allowed)
    {
        var seen = List(key);
        foreach (var stranger in seen.Except(allowed, StringComparer.Ordinal))
        {
            Fault($"{key} may hold {string.Join(", ", allowed)}; seen '{stranger}'.");
        }

        return seen.Length == 0 ? allowed : [.. seen.Intersect(allowed, StringComparer.Ordinal)];
    }
}
