using System.Management.Automation;
using System.Numerics;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>
/// The value that a property is compared with: a constant or a variable. The variable is read for each record, because
/// a later command of the pipeline can change it.
/// </summary>
internal sealed class FilterValue
{
    /// <summary>A longer array is compared by the shell, because its elements would have to be verified for each record.</summary>
    private const int MostElements = 64;

    private readonly PSVariableIntrinsics? _variables;
    private readonly string _name = "";
    private readonly PSVariable? _local;
    private readonly object? _constant;
    private object?[]? _elements;
    private bool _isFirst = true;

    public FilterValue(object? constant) => _constant = constant;

    /// <summary>
    /// The value of a variable. One of the caller's own scope stays the same variable; one of an outer scope is looked up
    /// for each record, because an assignment in the caller's scope creates another variable of that name.
    /// </summary>
    public FilterValue(PSVariableIntrinsics variables, string name)
    {
        _variables = variables;
        _name = name;
        _local = variables.Get($"local:{name}");
    }

    /// <summary>The value, as it was at the last <see cref="Refresh"/>.</summary>
    public object? Value { get; private set; }

    /// <summary>The elements of the value, if it is an array; otherwise null.</summary>
    public IReadOnlyList<object?>? Elements => _elements;

    /// <summary>Whether the value can't change without a change that <see cref="Refresh"/> finds.</summary>
    public bool IsStable { get; private set; }

    /// <summary>Reads the value; returns whether it is another one than before.</summary>
    public bool Refresh()
    {
        object? now = Wrapper.Bare(_variables is null ? _constant : (_local ?? _variables.Get(_name))?.Value);
        bool isSame = !_isFirst && AreSame(now, Value) && (_elements is null || (now as object?[])!.AsSpan().SequenceEqual(_elements, s_same));
        if (isSame)
        {
            return false;
        }

        _isFirst = false;
        Value = now;
        _elements = now is object?[] { Length: <= MostElements } array && array.All(IsImmutable) ? [.. array] : null;
        IsStable = _elements is not null || IsImmutable(now);
        return true;
    }

    private static readonly IEqualityComparer<object?> s_same = EqualityComparer<object?>.Create(AreSame);

    private static bool AreSame(object? left, object? right) =>
        ReferenceEquals(left, right) || (left is ValueType && IsImmutable(left) && left.Equals(right));

    private static bool IsImmutable(object? value) => value is null or string or decimal or DateTime or DateTimeOffset or TimeSpan
        or Guid or Version or BigInteger or Enum || value.GetType().IsPrimitive;
}
