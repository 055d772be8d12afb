namespace Telemed.Consults.Consults;

/// <summary>Who pays.</summary>
[JsonConverter(typeof(CamelCaseEnum<Payer>))]
public enum Payer
{
    /// <summary>The patient.</summary>
    Self,

    /// <summary>The residents' or employees' basic medical insurance.</summary>
    BasicInsurance,

    /// <summary>A commercial insurance.</summary>
    Commercial,

    /// <summary>A public health or aid programme.</summary>
    Programme,

    /// <summary>The asking institution.</summary>
    Institution,
}
