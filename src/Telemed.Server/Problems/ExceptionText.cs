using System.Text;

namespace Telemed.Server.Problems;

/// <summary>Exceptions in a form that a log may hold.</summary>
internal static class ExceptionText
{
    /// <summary>The types and stacks of the exception and its causes, without messages: a message may quote a patient's
    /// name, an address or a token.</summary>
    public static string Describe(this Exception exception)
    {
        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            text.Append(text.Length == 0 ? string.Empty : "\n caused by ")
                .Append(current.GetType().FullName)
                .Append('\n')
                .Append(current.StackTrace);
        }

        return text.ToString();
    }
}
