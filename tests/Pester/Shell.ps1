# A second PowerShell of the same kind as the running one. Used by build.ps1 (a loaded binary module
# locks its dll on Windows, so tests and tours run in a process of their own) and by the tests.

function Get-Shell {
    <# The program and the arguments that start the running PowerShell again. As a .NET tool it has no program of its own. #>
    $path = [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'pwsh') {
        return [pscustomobject]@{ Path = $path; Arguments = @() }
    }
    [pscustomobject]@{ Path = 'dotnet'; Arguments = @(Join-Path $PSHOME 'pwsh.dll') }
}

function Invoke-Shell {
    <# Runs a new PowerShell without profile and questions; its output is the output, its exit code is in $LASTEXITCODE. #>
    param([Parameter(Mandatory)][string[]]$ArgumentList)
    $shell = Get-Shell
    $start = @($shell.Arguments) + @('-NoLogo', '-NoProfile', '-NonInteractive') + $ArgumentList
    & $shell.Path @start
}
