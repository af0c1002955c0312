# The examples of the help pages, the about topics, the README and the pages in docs: each is run with its own store.

BeforeDiscovery {
    . "$PSScriptRoot/Examples.ps1"
    $examples = Get-DocumentedExample | ForEach-Object { @{ Name = $_.Name; NotRun = $_.NotRun } }
    $cookbook = Get-ChildItem "$PSScriptRoot/../../docs/cookbook/*.md" -Exclude README.md, turns.md | ForEach-Object { @{ Page = $_.Name } }
    $pages = Get-ChildItem "$PSScriptRoot/../../docs/cmdlets/*.md" | ForEach-Object { @{ Page = $_.BaseName } }
    $topics = Get-ChildItem "$PSScriptRoot/../../en-US/about_*.help.txt" | ForEach-Object { @{ Topic = $_.BaseName -replace '\.help$' } }
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$PSScriptRoot/Examples.ps1"
    $folder = (New-Item -ItemType Directory (New-TestStorePath 'examples')).FullName
    $result = Join-Path $folder result.json
    $said = Invoke-Shell @('-File', "$PSScriptRoot/RunExamples.ps1", '-ResultPath', $result, '-Folder', $folder) 2>&1
    if (-not (Test-Path $result)) { throw "The examples could not be run: $($said | Out-String)" }
    $errors = @{}
    Get-Content -Raw $result | ConvertFrom-Json | ForEach-Object { $errors[$_.Name] = $_.Errors }
    $names = (Get-DocumentedExample).Name
}

Describe 'The example' {
    It 'runs without an error: <Name>' -ForEach $examples {
        if ($NotRun) { Set-ItResult -Skipped -Because $NotRun; return }
        $errors.Keys | Should -Contain $Name
        $errors[$Name] | Should -BeNullOrEmpty
    }
}

Describe 'Examples are found' {
    It 'two or more on the page of <Page>' -ForEach $pages {
        @($names -like "$Page, *").Count | Should -BeGreaterOrEqual 2
    }

    It 'in <Topic>' -ForEach $topics {
        @($names -like "${Topic}: *").Count | Should -BeGreaterOrEqual 3
    }

    It 'in docs/cookbook/<Page>' -ForEach $cookbook { $names | Should -Contain "docs/cookbook/$Page" }

    It 'in the README' { $names | Should -Contain README }
}
