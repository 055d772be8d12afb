namespace Telemed.Consults.Consults;

/// <summary>How a family doctor's contract stands.</summary>
public enum ContractStatus
{
    /// <summary>The doctor has signed; the patient has not answered.</summary>
    Offered,

    /// <summary>Both have signed, and its time runs.</summary>
    InForce,

    /// <summary>The patient would not sign.</summary>
    Declined,

    /// <summary>One of the two ended it.</summary>
    Ended,

    /// <summary>Its time is over.</summary>
    Expired,
}
