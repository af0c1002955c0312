# The session in the README is what a new PowerShell writes now.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
}

Describe 'The session in the README' {
    It 'is what a new PowerShell writes' {
        $written = [regex]::Match(([IO.File]::ReadAllText("$OpsLogRoot/README.md") -replace "`r"), '(?ms)^```console\n(.*?)^```').Groups[1].Value
        $said = Invoke-Shell @('-File', "$PSScriptRoot/RunSession.ps1", '-Folder', (New-TestStorePath 'session')) 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")

        @($said -match '^PS> ').Count | Should -BeGreaterThan 5
        (@($said) -join "`n" -replace "`r").TrimEnd("`n") | Should -BeExactly $written.TrimEnd("`n")
    }
}
