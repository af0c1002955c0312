namespace OpsLog.Core.Errors;

/// <summary>What is wrong with a manifest.</summary>
public enum ManifestFault
{
    /// <summary>The manifest is missing, although there are snapshots or logs with data.</summary>
    Missing,

    /// <summary>The text is not a JSON object.</summary>
    NotJson,

    /// <summary>A required field is missing.</summary>
    MissingField,

    /// <summary>A field has an invalid value.</summary>
    InvalidField,

    /// <summary>A path leads outside the store.</summary>
    OutsideStore,

    /// <summary>The content does not match its checksum.</summary>
    WrongChecksum,
}
