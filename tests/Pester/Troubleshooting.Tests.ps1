# docs/troubleshooting.md and the table of errors: the same ids, asked of the table itself.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    $shell = (Get-Command Open-OpsLogStore).ImplementingType.Assembly
    $core = $shell.GetReferencedAssemblies() | Where-Object Name -EQ OpsLog.Core | ForEach-Object { [Reflection.Assembly]::Load($_) }
    $table = $shell.GetType('OpsLog.PowerShell.Errors.ErrorTable', $true)
    $any = [Reflection.BindingFlags]'Static, Instance, Public, NonPublic'

    function Get-TableId {
        <# The id of each exception type, once for each value of its Fault. The exceptions are not constructed: only the type and the fault determine the id. #>
        $knows = $table.GetMethod('Knows', $any)
        $toRecord = $table.GetMethod('ToRecord', $any)
        $types = @($core.GetTypes()) + @($shell.GetTypes()) | Where-Object { -not $_.IsAbstract -and $_.IsSubclassOf([Exception]) }
        foreach ($type in $types) {
            $blank = { [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type) }
            if (-not $knows.Invoke($null, @(& $blank))) { continue }
            $fault = $type.GetProperty('Fault', $any)
            $values = $fault ? [Enum]::GetValues($fault.PropertyType) : @($null)
            foreach ($value in $values) {
                $exception = & $blank
                if ($fault) { $type.GetField('<Fault>k__BackingField', $any).SetValue($exception, $value) }
                $toRecord.Invoke($null, @($exception, $null, $null)).FullyQualifiedErrorId -replace ',.*'
            }
        }
    }

    $page = [IO.File]::ReadAllText("$OpsLogRoot/docs/troubleshooting.md") -replace "`r"
    $sections = @([regex]::Matches($page, '(?ms)^### (\w+)\n(.*?)(?=^##|\z)') | ForEach-Object {
            [pscustomobject]@{ Id = $_.Groups[1].Value; Text = $_.Groups[2].Value }
        })
    $ids = @(Get-TableId | Sort-Object -Unique)
}

Describe 'docs/troubleshooting.md' {
    It 'is compared with the whole table' {
        # One of each kind: of a fault, of a type, with a prefix, and the last line of the table.
        'NoOpenStore', 'Secret', 'TooLarge', 'NoId', 'LogDamaged', 'ManifestOutsideStore', 'Undo' | Should -BeIn $ids
        $ids.Count | Should -BeGreaterThan 60
    }

    It 'has a section for every error id' {
        $ids | Where-Object { $_ -cnotin $sections.Id } | Should -BeNullOrEmpty
    }

    It 'has no error id that no test asserts' {
        $lines = Get-ChildItem "$PSScriptRoot/*.Tests.ps1" -Exclude Troubleshooting.Tests.ps1 | Get-Content | Where-Object { $_ -match "\b(id|fault) = '|-ErrorId |Should -(Be|BeLike|Throw) " }
        $lines.Count | Should -BeGreaterThan 100
        $words = [Collections.Generic.HashSet[string]]::new([string[]]@([regex]::Matches($lines -join "`n", '\w+').Value))
        # A mistake of the table itself.
        $ids | Where-Object { $_ -ne 'OpsLog' -and -not $words.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'has no section for an id that does not exist' {
        $sections.Id | Where-Object { $_ -cnotin $ids } | Should -BeNullOrEmpty
    }

    It 'has one section for each id' {
        ($sections | Group-Object Id -CaseSensitive | Where-Object Count -GT 1).Name | Should -BeNullOrEmpty
    }

    It 'says for each what happened, what to check and what to do' {
        $form = '\A\n\* \*\*What happened:\*\* \S.*?\n\* \*\*Check:\*\* \S.*?\n\* \*\*Do:\*\* \S.*?\.\s*\z'
        ($sections | Where-Object { $_.Text -notmatch "(?s)$form" }).Id | Should -BeNullOrEmpty
    }
}
