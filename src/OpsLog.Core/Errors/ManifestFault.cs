namespace OpsLog.Core.Errors;

/// <summary>What is wrong with a manifest.</summary>
public enum ManifestFault
{
    /// <summary>There is none, though there are snapshots or logs with data.</summary>
    Missing,

    /// <summary>The text is not a JSON object.</summary>
    NotJson,

    /// <summary>A field that every manifest has is not there.</summary>
    MissingField,

    /// <summary>A field is there with a value it can't have.</summary>
    InvalidField,

    /// <summary>A path leads outside the store.</summary>
    OutsideStore,

    /// <summary>The content is not what its checksum was made of.</summary>
    WrongChecksum,
}
