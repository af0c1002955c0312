# Random records and filters for Filters.Tests.ps1, and what Where-Object makes of them.

$script:Strings = @(
    'done', 'Done', 'DONE', 'don', 'donee', '', ' ', '5', '5.0', '0', 'true', 'null', 'co-op', 'coop', "O'Neil", 'ONeil', "a`u{AD}b", 'ab', "a`u{7F}b"
    'straße', 'STRASSE', "e`u{301}", "`u{E9}", "`u{C9}", 'I', 'i', "`u{130}", "`u{131}", "`u{212A}", 'k', '日本', "`u{1F600}", 'a*b', 'a[b', "x`ny", 'a"b', 'a\b'
    '2026-01-02T03:04:05.678Z', '2026-01-02', '2025-12-31T00:00:00.000', '2026-01-02T03:04:05.678+05:00', '12:00', 'web01', 'web-02', 'WEB-10'
)
$script:Json = @(
    'null', 'true', 'false', '0', '1', '5', '-1', '127', '128', '5.5', '-0.0', '-0', '5.0', '1e3', '0.1', '1.0E-7', '9007199254740993', '9223372036854775807', '9223372036854775808'
    '0.1000000000000000000001', '79228162514264337593543950335', '1e300', '[]', '["done"]', '["done","open"]', '["DONE",5,null]', '[5]', '[[5]]', '[null]', '[""]', '{}', '{"name":"ann"}', '{"name":null}', '{"NAME":"Ann","deep":{"x":5}}'
    '[{"name":"ann"},{"name":"bob"}]'
)
$script:Names = 'status', 'size', 'owner', 'tags', 'when', 'Count', 'Length', 'OpsLogId', 'owner.name', 'has space', 'é', 'ToString', 'x"y'
$script:Paths = $script:Names + 'Status', 'SIZE', 'missing', 'É', 'owner.deep.x', 'owner.missing', 'status.Length', 'tags.name', 'when.Year', 'owner.name.x'
$script:Operators = 'EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'Like', 'NotLike', 'Match', 'NotMatch', 'Contains', 'NotContains', 'In', 'NotIn'
$script:Values = @($script:Strings) + @(
    $null, $true, $false, 0, 5, -1, 5L, 128, 5.5, 5.0, 0.1, 0.1d, 5d, [double]::NaN, [double]::PositiveInfinity, [int64]::MaxValue, [uint64]::MaxValue, [bigint]::Parse('9223372036854775808')
    [datetime]'2026-01-02', [datetime]::new(2026, 1, 2, 3, 4, 5, 678, [DateTimeKind]::Utc), [datetimeoffset]'2026-01-02T03:04:05.678Z', [timespan]'12:00', [char]'k', [guid]::Empty, [DayOfWeek]::Friday
    'd*', '*n?', '[dD]one', 'D', '^d.*e$', '(', '[', 'i', 'I'
)

function New-RandomText ([random] $Random) {
    $kind = $Random.Next(3)
    if ($kind -eq 0) { return $Json[$Random.Next($Json.Count)] }
    ConvertTo-Json $Strings[$Random.Next($Strings.Count)]
}

# A record as JSON text; names that the shell can't hold in one object do not occur together.
function New-RandomRecord ([random] $Random) {
    $members = foreach ($name in $Names) {
        if ($name -ne 'OpsLogId' -and $Random.Next(3) -gt 0) { '{0}:{1}' -f (ConvertTo-Json $name), (New-RandomText $Random) }
    }
    '{' + ($members -join ',') + '}'
}

function Get-RandomValue ([random] $Random, [string] $Operator) {
    if ($Operator -in 'In', 'NotIn' -and $Random.Next(6) -gt 0) {
        , @(1..(1 + $Random.Next(4)) | ForEach-Object { $Values[$Random.Next($Values.Count)] })
    } else {
        $Values[$Random.Next($Values.Count)]
    }
}

function Format-Path ([string] $Path) {
    '$_' + ($Path.Split('.').ForEach({ ".'" + $_.Replace("'", "''") + "'" }) -join '')
}

# A comparison as a script, with its value in a variable.
function New-RandomComparison ([random] $Random, [System.Collections.Generic.List[object]] $Bound) {
    if ($Random.Next(12) -eq 0) { return Format-Path $Paths[$Random.Next($Paths.Count)] }
    $operator = $Operators[$Random.Next($Operators.Count)]
    $Bound.Add((Get-RandomValue $Random $operator))
    $variable = "`$value$($Bound.Count - 1)"
    $property = Format-Path $Paths[$Random.Next($Paths.Count)]
    $sides = $Random.Next(8) -eq 0 ? @($variable, $property) : @($property, $variable)
    "{0} -{1}{2} {3}" -f $sides[0], ('', 'i', 'c')[$Random.Next(3)], $operator.ToLowerInvariant(), $sides[1]
}

function New-RandomScript ([random] $Random, [System.Collections.Generic.List[object]] $Bound, [int] $Depth = 2) {
    $kind = $Depth -eq 0 ? 9 : $Random.Next(10)
    switch ($kind) {
        { $_ -lt 2 } { return '({0} -and {1})' -f (New-RandomScript $Random $Bound ($Depth - 1)), (New-RandomScript $Random $Bound ($Depth - 1)) }
        { $_ -lt 4 } { return '({0} -or {1})' -f (New-RandomScript $Random $Bound ($Depth - 1)), (New-RandomScript $Random $Bound ($Depth - 1)) }
        4 { return '-not ({0})' -f (New-RandomScript $Random $Bound ($Depth - 1)) }
        default { return New-RandomComparison $Random $Bound }
    }
}
