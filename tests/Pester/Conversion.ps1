# What the tests of conversion need, after Initialize.ps1: an open store, and short names for what they do to its record 't'.

Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null

function Save ($Value) { Set-OpsLogRecord -Id t -Value $Value -ErrorAction Stop -WarningAction SilentlyContinue }
function Text { Get-OpsLogRecord -Id t -AsJson -ErrorAction Stop }
function Json ($Value) { Save $Value; Text }
# The stored text of one value, and what comes back for it.
function TextOf ($Value) { (Json @{ v = $Value }) -creplace '^\{"v":(.*)\}$', '$1' }
function Back ($Value) { Save @{ v = $Value }; , (Get-OpsLogRecord -Id t -ErrorAction Stop).v }
# A record as some other program might have written it.
function Plant ([string] $Json) {
    Close-OpsLogStore
    $path = Join-Path $TestDrive "planted-$([guid]::NewGuid())"
    $ops = New-Item -ItemType Directory (Join-Path $path ops)
    New-Item -ItemType Directory (Join-Path $path snapshots) | Out-Null
    [IO.File]::WriteAllText("$path/snapshots/snap-1.jsonl", "{`"version`":1,`"timestamp`":`"2026-01-01T00:00:00.000Z`"}`n{`"id`":`"t`",`"data`":$Json}`n")
    [IO.File]::WriteAllText("$ops/ops-1.jsonl", '')
    [IO.File]::WriteAllText("$path/manifest.json", '{"version":1,"currentSnapshot":"snapshots/snap-1.jsonl","activeOps":"ops/ops-1.jsonl","archiveSegments":[],"stats":{"activeRecords":1,"archivedRecords":0,"opsCount":0,"created":"2026-01-01T00:00:00.000Z","lastCheckpoint":"2026-01-01T00:00:00.000Z"}}')
    Open-OpsLogStore $path -Durability OperatingSystem | Out-Null
}
