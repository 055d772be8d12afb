namespace Telemed.Consults.Scheduling;

/// <summary>How an appointment was asked for. Who wrote it down is the actor of the fact.</summary>
public enum BookingChannel
{
    /// <summary>At the desk, by somebody who stands there.</summary>
    Desk,

    /// <summary>By telephone.</summary>
    Phone,

    /// <summary>In the patient's own page: gets no place that is kept for walk-ins.</summary>
    Online,

    /// <summary>By family, a family doctor or an institution for the patient.</summary>
    Proxy,
}
