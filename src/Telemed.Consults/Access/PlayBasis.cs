namespace Telemed.Consults.Access;

/// <summary>By what somebody plays a recording; it stands in the audit beside each play (U1).</summary>
public enum PlayBasis
{
    /// <summary>It is a case of their own, or they keep the archive.</summary>
    Part,

    /// <summary>They are the patient, or speak for them, and a records officer granted it.</summary>
    PatientRequest,
}
