# PowerShell's side of the benchmark: for every line with a verb it does the work once and answers with one line of
# figures. Its objects are those of Workload.cs.
param(
    [Parameter(Mandatory)][string]$Module,
    # A folder for files, or, for the verbs that read, a store.
    [Parameter(Mandatory)][string]$Path,
    [Parameter(Mandatory)][int]$Count
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module

# What every cmdlet costs, whatever it does.
Add-Type -PassThru -TypeDefinition @'
using System.Management.Automation;

[Cmdlet(VerbsDiagnostic.Test, "Nothing")]
public sealed class TestNothingCommand : PSCmdlet
{
    [Parameter(Position = 0)] public string Id { get; set; }
    [Parameter(Position = 1)] public object Value { get; set; }
    [Parameter(ValueFromPipeline = true)] public object InputObject { get; set; }
    [Parameter] public object Store { get; set; }
}
'@ | ForEach-Object Assembly | Import-Module

function New-Job ([int]$Number) {
    $text = 'checked by hand, waiting for the answer of the other site; see the runbook for what to do next. '
    [pscustomobject]@{
        title    = "Renew certificate $($Number % 1000)"
        status   = ('open', 'active', 'done', 'blocked')[$Number % 4]
        priority = $Number % 5
        owner    = "user$($Number % 50)"
        tags     = @("team-$($Number % 12)", "site-$($Number % 7)", "q$($Number % 4 + 1)")
        created  = [datetime]::new(2026, 1, 1, 0, 0, 0, [DateTimeKind]::Utc).AddSeconds($Number * 61)
        notes    = ($text + $text).Substring($Number % 40, 60)
    }
}

function Measure-Microsecond ([int]$Times, [scriptblock]$Work) {
    <# The time of one of the things that the work does. #>
    [GC]::Collect()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    . $Work
    $clock.Elapsed.TotalMicroseconds / $Times
}

function New-Path { Join-Path $Path ([guid]::NewGuid().ToString('n')) }

function Use-NewStore ([scriptblock]$Work) {
    <# Runs the work with a new store in $store; closes and deletes the store. #>
    $where = New-Path
    $store = Open-OpsLogStore $where -Durability OperatingSystem -CheckpointOnClose Never
    try { . $Work } finally { Close-OpsLogStore $store; Remove-Item -LiteralPath $where -Recurse -Force }
}

function Use-File ([scriptblock]$Work) {
    $file = New-Path
    try { . $Work } finally { Remove-Item -LiteralPath $file -Force -ErrorAction Ignore }
}

function Get-JobList {
    # With an id of their own, so that a pipeline needs nothing but the objects.
    if (-not $script:objects) {
        $script:objects = @(for ($n = 0; $n -lt $Count; $n++) { $job = New-Job $n; $job.psobject.Properties.Add([psnoteproperty]::new('id', "task-$n")); $job })
    }
    , $script:objects
}

function Get-OpenStore {
    if (-not $script:open) { $script:open = Open-OpsLogStore $Path -ReadOnly }
    $script:open
}

function Measure-Call ([scriptblock]$Call, [scriptblock]$Before = {}) {
    <# One cmdlet, called many times with one record and a store, and what it takes over the empty cmdlet. #>
    Use-NewStore {
        $value = New-Job 1
        Set-OpsLogRecord task-1 $value -Store $store
        . $Before
        $all = Measure-Microsecond $Count $Call
        $empty = Measure-Microsecond $Count { for ($i = 0; $i -lt $Count; $i++) { Test-Nothing task-1 $value -Store $store } }
        "us=$(Get-Text $all) over=$(Get-Text ($all - $empty))"
    }
}

function Get-Text ([double]$Number) { $Number.ToString('R', [cultureinfo]::InvariantCulture) }

$objects = $null
$open = $null
$wanted = 'Renew certificate 7'

$verbs = @{
    'set'               = { $all = Get-JobList; Use-NewStore { Measure-Microsecond $Count { $all | Set-OpsLogRecord -IdProperty id -Store $store } } }
    'set-empty'         = { $all = Get-JobList; Measure-Microsecond $Count { $all | Test-Nothing } }
    'set-json'          = { $all = Get-JobList; Use-File { Measure-Microsecond $Count { ConvertTo-Json -InputObject $all -Compress | Set-Content -LiteralPath $file } } }
    'set-clixml'        = { $all = Get-JobList; Use-File { Measure-Microsecond $Count { $all | Export-Clixml -LiteralPath $file } } }

    'call-set'          = { Measure-Call { for ($i = 0; $i -lt $Count; $i++) { Set-OpsLogRecord task-1 $value -Store $store } } }
    'call-test'         = { Measure-Call { for ($i = 0; $i -lt $Count; $i++) { $null = Test-OpsLogRecord task-1 -Store $store } } }
    'call-get'          = { Measure-Call { for ($i = 0; $i -lt $Count; $i++) { $null = Get-OpsLogRecord task-1 -Store $store } } }
    'call-remove'       = {
        $all = Get-JobList
        Measure-Call { for ($i = 0; $i -lt $Count; $i++) { Remove-OpsLogRecord "task-$i" -Store $store } } -Before { $all | Set-OpsLogRecord -IdProperty id -Store $store }
    }
    'call-measure'      = { Measure-Call { for ($i = 0; $i -lt $Count; $i++) { $null = Measure-OpsLogRecord -Store $store } } }
    'call-empty'        = { $value = New-Job 1; Measure-Microsecond $Count { for ($i = 0; $i -lt $Count; $i++) { Test-Nothing task-1 $value -Store $wanted } } }
    'call-variable'     = { Measure-Microsecond $Count { for ($i = 0; $i -lt $Count; $i++) { $null = Get-Variable wanted } } }

    'get'               = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord -Store $store } }
    'get-text'          = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord -AsJson -Store $store } }
    'get-json'          = { Measure-Microsecond $Count { $null = Get-Content -Raw -LiteralPath "$Path.json" | ConvertFrom-Json } }
    'get-clixml'        = { Measure-Microsecond $Count { $null = Import-Clixml -LiteralPath "$Path.clixml" } }
    'get-files'         = {
        # Makes the files that the two above read.
        $store = Get-OpenStore
        $all = @(Get-OpsLogRecord -Store $store)
        ConvertTo-Json -InputObject $all -Compress | Set-Content -LiteralPath "$Path.json"
        $all | Export-Clixml -LiteralPath "$Path.clixml"
        0
    }

    'filter'            = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord title -EQ $wanted -Store $store } }
    'filter-script'     = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord -FilterScript { $_.title -eq $wanted } -Store $store } }
    'where'             = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord -Store $store | Where-Object title -EQ $wanted } }
    'where-script'      = { $store = Get-OpenStore; Measure-Microsecond $Count { $null = Get-OpsLogRecord -Store $store | Where-Object { $_.title -eq $wanted } } }

    'history-last'      = { $store = Get-OpenStore; Measure-Microsecond 1 { $null = Get-OpsLogOperation -Last 5 -Store $store } }
    'history-since'     = { $store = Get-OpenStore; Measure-Microsecond 1 { $null = Get-OpsLogOperation -Since ([datetime]::UtcNow.AddMinutes(1)) -Store $store } }
    'history-id'        = { $store = Get-OpenStore; Measure-Microsecond 1 { $null = Get-OpsLogOperation task-7 -Store $store } }
}

[Console]::Out.WriteLine('ready')
while ($null -ne ($verb = [Console]::In.ReadLine())) {
    $answer = & $verbs[$verb]
    [Console]::Out.WriteLine($(if ($answer -is [string]) { $answer } else { "us=$(Get-Text $answer)" }))
}
if ($open) { Close-OpsLogStore $open }
