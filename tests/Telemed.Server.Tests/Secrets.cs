namespace Telemed.Server.Tests;

/// <summary>Texts that belong to a patient and must never be found where they do not belong.</summary>
internal static class Secrets
{
    public const string PatientName = "欧阳静怡";
    public const string Summary = "突发胸痛两小时 Crushing chest pain zq-summary-7781";
    public const string Identifier = "652900196301017781";
    public const string Witness = "护士长witness-4410";
    public const string Findings = "ST elevation zq-findings-3309";
    public const string Advice = "Transfer to PCI zq-advice-3310";
    public const string ChatText = "zq-chat-9917";
    public const string MarkLabel = "zq-mark-6620";

    public static readonly IReadOnlyList<string> All =
        [PatientName, Summary, "zq-summary-7781", Identifier, Witness, "zq-findings-3309", "zq-advice-3310", ChatText, MarkLabel];
}
