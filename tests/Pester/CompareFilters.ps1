# Compares random filters of Get-OpsLogRecord with Where-Object, for Filters.Tests.ps1. In a process of its own, because
# an error in a script block ends a pipeline that runs in a try block, as all tests do. Returns one object as JSON.
param([string]$Manifest, [string]$Path, [int]$Seed, [string]$Culture, [int]$Filters, [switch]$Indexed)

Import-Module $Manifest -ErrorAction Stop
. "$PSScriptRoot/RandomFilters.ps1"
$random = [random]::new($Seed)
$null = Open-OpsLogStore $Path -Durability OperatingSystem
foreach ($i in 1..40) { Set-OpsLogRecord "r$i" ([System.Text.Json.Nodes.JsonNode]::Parse((New-RandomRecord $random))) }
if ($Indexed) { $null = New-OpsLogIndex ($Names + 'owner.deep.x', 'missing' -ne 'OpsLogId') }
$all = @(Get-OpsLogRecord)
[cultureinfo]::CurrentCulture = $Culture
$result = [ordered]@{ Records = $all.Count; Filters = 0; Text = 0; Objects = 0; Selected = 0; Errors = 0; Indexed = 0; Scripts = @(); Differences = @() }

# What a command returns: the ids, the number of its errors, and its verbose message.
function Get-Selection ([scriptblock]$Command) {
    $Error.Clear()
    $output = @(. $Command 4>&1 2>$null)
    [pscustomobject]@{
        Ids    = @($output | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] } | ForEach-Object OpsLogId) -join ' '
        Errors = $Error.Count
        Report = [string]($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
    }
}

function Add-Comparison ([string]$Description, [object[]]$Bound, [scriptblock]$Expected, [scriptblock]$Actual) {
    $expectedSelection = Get-Selection $Expected
    $actualSelection = Get-Selection $Actual
    $result.Filters++
    $result.Errors += $expectedSelection.Errors
    $result.Selected += $expectedSelection.Ids ? $expectedSelection.Ids.Split(' ').Count : 0
    if ($actualSelection.Report -match 'stored text of (?<Text>[\d.,]+) records?, and on (?<Objects>[\d.,]+)') {
        $result.Text += [int]($Matches.Text -replace '\D')
        $result.Objects += [int]($Matches.Objects -replace '\D')
    } else {
        $result.Scripts += "$Description`: $($actualSelection.Report)"
    }

    $result.Indexed += [int]($actualSelection.Report -like 'The filter used the index*')
    if ($expectedSelection.Ids -cne $actualSelection.Ids -or $expectedSelection.Errors -ne $actualSelection.Errors) {
        $values = $Bound | ForEach-Object { $null -eq $_ ? 'null' : "$($_.GetType().Name) '$_'" }
        $result.Differences += "$Description with $values`: expected $($expectedSelection.Ids) and $($expectedSelection.Errors) errors; was $($actualSelection.Ids) and $($actualSelection.Errors) errors"
    }
}

foreach ($round in 1..$Filters) {
    $operator = $Operators[$random.Next($Operators.Count)]
    $case = ('', 'C')[$random.Next(2)]
    $name = $Paths[$random.Next($Paths.Count)]
    $value = Get-RandomValue $random $operator
    $filter = @{ Property = $name; "$case$operator" = $true; Value = $value }
    $expected = { $all | Where-Object @filter }
    if ($name.Contains('.')) {
        # Where-Object has no paths. A property with the whole name precedes the path.
        $token = "-$($case ? 'c' : 'i')$operator"
        $script = [scriptblock]::Create("if (`$_.psobject.Properties[`$name]) { `$_.`$name $token `$value } else { $(Format-Path $name) $token `$value }")
        $expected = { $all | Where-Object $script }
    }

    Add-Comparison "$name -$case$operator" @(, $value) $expected { Get-OpsLogRecord @filter -Verbose }
    if ($Indexed) {
        # What is only counted, what a dictionary is, and what changes later.
        $all = @(Get-OpsLogRecord)
        $where = $expected
        Add-Comparison "counting $name -$case$operator" @(, $value) { [pscustomobject]@{ OpsLogId = @(. $where).Count } } { Measure-OpsLogRecord @filter -Verbose | Select-Object @{ n = 'OpsLogId'; e = 'Count' } }
        $all = @(Get-OpsLogRecord -DateKind String)
        Add-Comparison "$name -$case$operator of strings" @(, $value) $where { Get-OpsLogRecord @filter -DateKind String -Verbose }
        $id = "r$($random.Next(1, 45))"
        switch ($random.Next(3)) {
            0 { Set-OpsLogRecord $id ([System.Text.Json.Nodes.JsonNode]::Parse((New-RandomRecord $random))) }
            1 { Remove-OpsLogRecord $id -ErrorAction Ignore; Set-OpsLogRecord "r$($random.Next(45))" ([System.Text.Json.Nodes.JsonNode]::Parse((New-RandomRecord $random))) }
            2 { $null = Undo-OpsLogOperation }
        }

        $all = @(Get-OpsLogRecord)
    }

    $bound = [System.Collections.Generic.List[object]]::new()
    $source = New-RandomScript $random $bound
    for ($i = 0; $i -lt $bound.Count; $i++) { Set-Variable "value$i" $bound[$i] }
    $block = [scriptblock]::Create($source)
    Add-Comparison "{ $source }" $bound { $all | Where-Object $block } { Get-OpsLogRecord $block -Verbose }
    if ($Indexed) {
        Add-Comparison "counting { $source }" $bound { [pscustomobject]@{ OpsLogId = @($all | Where-Object $block).Count } } { Measure-OpsLogRecord $block -Verbose | Select-Object @{ n = 'OpsLogId'; e = 'Count' } }
    }
}

Close-OpsLogStore
[pscustomobject]$result | ConvertTo-Json -Compress
