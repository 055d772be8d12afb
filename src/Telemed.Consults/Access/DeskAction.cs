namespace Telemed.Consults.Access;

/// <summary>What can be done that concerns no single case.</summary>
public enum DeskAction
{
    /// <summary>See and change institutions, people, services and rota.</summary>
    KeepNetwork,

    /// <summary>See and review opened glasses.</summary>
    OverseeGlasses,

    /// <summary>See counts.</summary>
    SeeCounts,

    /// <summary>See the orders by which recordings are played.</summary>
    SeeOrders,

    /// <summary>See which recordings were drawn for the quality sample.</summary>
    SeeSample,

    /// <summary>Take out who pays how much, without a patient.</summary>
    ExportSettlements,

    /// <summary>See how the network is doing, and take alarms on.</summary>
    Operate,

    /// <summary>Read the case library.</summary>
    ReadLibrary,

    /// <summary>Say whether one may be rung.</summary>
    SetAvailability,
}
