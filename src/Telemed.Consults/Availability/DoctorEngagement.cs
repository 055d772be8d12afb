namespace Telemed.Consults.Availability;

/// <summary>What a doctor is bound to: nothing, a ring, a consult, or the writing-up after it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Free), "free")]
[JsonDerivedType(typeof(Ringing), "ringing")]
[JsonDerivedType(typeof(InConsult), "inConsult")]
[JsonDerivedType(typeof(WrapUp), "wrapUp")]
public abstract record DoctorEngagement
{
    private DoctorEngagement()
    {
    }

    /// <summary>Bound to nothing.</summary>
    public sealed record Free : DoctorEngagement
    {
        /// <summary>The one instance worth having.</summary>
        public static Free Instance { get; } = new();
    }

    /// <summary>Being rung for one offer.</summary>
    /// <param name="Consult">For which consult.</param>
    /// <param name="Offer">By which offer.</param>
    /// <param name="Until">When the ring ends by itself.</param>
    public sealed record Ringing(ConsultId Consult, OfferId Offer, DateTimeOffset Until) : DoctorEngagement;

    /// <summary>In a consult.</summary>
    /// <param name="Consult">Which.</param>
    public sealed record InConsult(ConsultId Consult) : DoctorEngagement;

    /// <summary>Writing up.</summary>
    /// <param name="Consult">Which consult.</param>
    /// <param name="Until">When they are free again by themselves.</param>
    public sealed record WrapUp(ConsultId Consult, DateTimeOffset Until) : DoctorEngagement;
}
