using System.Management.Automation;

namespace OpsLog.PowerShell.Cmdlets;

/// <content>The operators of the simple form, with the names and aliases that they have in Where-Object.</content>
public abstract partial class RecordFilterCmdlet
{
    /// <summary>The property is equal to the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IEQ")]
    public SwitchParameter EQ { get; set; }

    /// <summary>The property is equal to the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CEQ { get; set; }

    /// <summary>The property is not equal to the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("INE")]
    public SwitchParameter NE { get; set; }

    /// <summary>The property is not equal to the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CNE { get; set; }

    /// <summary>The property is greater than the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IGT")]
    public SwitchParameter GT { get; set; }

    /// <summary>The property is greater than the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CGT { get; set; }

    /// <summary>The property is greater than or equal to the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IGE")]
    public SwitchParameter GE { get; set; }

    /// <summary>The property is greater than or equal to the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CGE { get; set; }

    /// <summary>The property is less than the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("ILT")]
    public SwitchParameter LT { get; set; }

    /// <summary>The property is less than the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CLT { get; set; }

    /// <summary>The property is less than or equal to the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("ILE")]
    public SwitchParameter LE { get; set; }

    /// <summary>The property is less than or equal to the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CLE { get; set; }

    /// <summary>The property matches the wildcard pattern in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("ILike")]
    public SwitchParameter Like { get; set; }

    /// <summary>The property matches the wildcard pattern in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CLike { get; set; }

    /// <summary>The property does not match the wildcard pattern in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("INotLike")]
    public SwitchParameter NotLike { get; set; }

    /// <summary>The property does not match the wildcard pattern in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CNotLike { get; set; }

    /// <summary>The property matches the regular expression in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IMatch")]
    public SwitchParameter Match { get; set; }

    /// <summary>The property matches the regular expression in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CMatch { get; set; }

    /// <summary>The property does not match the regular expression in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("INotMatch")]
    public SwitchParameter NotMatch { get; set; }

    /// <summary>The property does not match the regular expression in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CNotMatch { get; set; }

    /// <summary>The property contains the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IContains")]
    public SwitchParameter Contains { get; set; }

    /// <summary>The property contains the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CContains { get; set; }

    /// <summary>The property does not contain the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("INotContains")]
    public SwitchParameter NotContains { get; set; }

    /// <summary>The property does not contain the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CNotContains { get; set; }

    /// <summary>The property is in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("IIn")]
    public SwitchParameter In { get; set; }

    /// <summary>The property is in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CIn { get; set; }

    /// <summary>The property is not in the value.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    [Alias("INotIn")]
    public SwitchParameter NotIn { get; set; }

    /// <summary>The property is not in the value; case-sensitive.</summary>
    [Parameter(ParameterSetName = nameof(Property))]
    public SwitchParameter CNotIn { get; set; }
}
