# The examples of the help and of the README, as the test and its runner read them.

function Get-DocumentedExample {
    <# Every example with a name that stays the same while others come and go. #>
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $all = @(
        Get-ChildItem "$root/docs/cmdlets/*.md" | ForEach-Object { Get-PageExample $_ }
        Get-ChildItem "$root/en-US/about_*.help.txt" | ForEach-Object { Get-TopicExample $_ }
        Get-Item "$root/README.md" | ForEach-Object { Get-FencedExample $_ 'README' }
        Get-ChildItem "$root/docs" -Recurse -Filter *.md | Where-Object { $_.Directory.Name -ne 'cmdlets' } | ForEach-Object {
            Get-FencedExample $_ ([IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/'))
        }
    )
    foreach ($group in $all | Group-Object Name) {
        for ($i = 0; $i -lt $group.Count; $i++) {
            $name = $i ? "$($group.Name) ($($i + 1))" : $group.Name
            $code = $group.Group[$i].Code
            [pscustomobject]@{ Name = $name; Code = $code; NotRun = Get-ReasonNotToRun $code }
        }
    }
}

function Get-ReasonNotToRun ([string]$Code) {
    <# Why a test can't run an example; nothing where it can. #>
    if ($Code -match 'Register-ScheduledTask') { 'it would register a scheduled task, which only Windows has' }
}

function Get-FencedExample ([IO.FileInfo]$Page, [string]$Name) {
    $text = [IO.File]::ReadAllText($Page.FullName) -replace "`r"
    foreach ($fence in [regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```')) { [pscustomobject]@{ Name = $Name; Code = $fence.Groups[1].Value } }
}

function Get-PageExample ([IO.FileInfo]$Page) {
    $text = [IO.File]::ReadAllText($Page.FullName) -replace "`r"
    foreach ($section in [regex]::Matches($text, '(?ms)^### Example (\d+): [^\n]*\n(.*?)(?=^##)')) {
        foreach ($fence in [regex]::Matches($section.Groups[2].Value, '(?ms)^```powershell\n(.*?)^```')) {
            [pscustomobject]@{ Name = "$($Page.BaseName), example $($section.Groups[1].Value)"; Code = $fence.Groups[1].Value }
        }
    }
}

function Get-TopicExample ([IO.FileInfo]$Topic) {
    <# In a topic text has an indent of four and code of eight; so have the bodies of lists. Code begins with a cmdlet or a variable. #>
    $text = [IO.File]::ReadAllText($Topic.FullName) -replace "`r"
    foreach ($block in [regex]::Matches($text, '(?m)(?:^ {8}.*\n|^\n(?= {8}))+')) {
        $code = ($block.Value -replace '(?m)^ {8}').Trim("`n")
        $first = ($code -split "`n" -notmatch '^#')[0]
        if ($first -match '^(?:\$|\(|\d+\.\.|''|[A-Z][a-z]+-[A-Z])') {
            [pscustomobject]@{ Name = "$($Topic.BaseName -replace '\.help$'): $first"; Code = $code }
        }
    }
}
