using System.Text.Json;

namespace Telemed.Server.Recordings;

/// <summary>A certificate of destruction: its text as it was signed, the signature (DER), the signer's certificate (PEM).</summary>
internal sealed record DestructionView(string Text, JsonElement Certificate, string Signature, string Signer);
