# The module as a whole: its manifest, its exports, its manners and its help.

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile "$PSScriptRoot/../../OpsLog.psd1").CmdletsToExport
    $cmdlets = $exported | ForEach-Object { @{ Name = $_ } }
    $changing = $exported | Where-Object { $_ -match '^(New|Set|Remove|Undo|Invoke)-' } | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $declared = (Import-PowerShellDataFile $OpsLogManifest).CmdletsToExport
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest $OpsLogManifest -ErrorAction Stop
        $manifest.Name | Should -Be 'OpsLog'
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'exports exactly the cmdlets its manifest lists' {
        $commands = (Get-Command -Module OpsLog).Name | Sort-Object
        $commands | Should -Be ($declared | Sort-Object)
        (Get-Module OpsLog).ExportedFunctions.Count | Should -Be 0
        (Get-Module OpsLog).ExportedVariables.Count | Should -Be 0
        (Get-Module OpsLog).ExportedAliases.Count | Should -Be 0
    }

    It 'lists every cmdlet its assembly has' {
        $assembly = (Get-Module OpsLog).ImplementingAssembly ?? (Get-Command Open-OpsLogStore).ImplementingType.Assembly
        $written = $assembly.GetExportedTypes() |
            ForEach-Object { [Attribute]::GetCustomAttribute($_, [Management.Automation.CmdletAttribute]) } |
            Where-Object { $_ } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $written | Should -Be ($declared | Sort-Object)
    }

    It 'brings no assembly but its own' {
        (Get-ChildItem "$OpsLogRoot/bin" -Recurse -Filter *.dll).Name | Sort-Object -Unique |
            Should -Be 'OpsLog.Core.dll', 'OpsLog.PowerShell.dll', 'OpsLog.Startup.dll'
    }

    It 'has format files that PowerShell accepts' {
        $files = (Import-PowerShellDataFile $OpsLogManifest).FormatsToProcess
        $files.Count | Should -BeGreaterThan 0
        $files | ForEach-Object { { Update-FormatData -PrependPath "$OpsLogRoot/$_" -ErrorAction Stop } | Should -Not -Throw }
    }
}

Describe 'Importing' {
    It 'makes no file, prints nothing and opens no store' {
        $folder = Join-Path $TestDrive 'import'
        $null = New-Item -ItemType Directory $folder
        Push-Location $folder
        try {
            $output = Invoke-Shell @('-Command', "`$ErrorActionPreference = 'Stop'; Import-Module '$($OpsLogManifest -replace "'", "''")'; @(Get-OpsLogStore).Count") 2>&1
            $exitCode = $LASTEXITCODE
        }
        finally {
            Pop-Location
        }
        "$output" | Should -Be '0'
        $exitCode | Should -Be 0
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $Name -Module OpsLog -ErrorAction Ignore
    }

    It 'is a cmdlet with an approved verb' {
        $command.CommandType | Should -Be 'Cmdlet'
        (Get-Verb).Verb | Should -Contain $command.Verb
    }

    It 'says what it returns' {
        # A cmdlet that returns nothing says that too: [OutputType(typeof(void))].
        [Attribute]::GetCustomAttributes($command.ImplementingType, [Management.Automation.OutputTypeAttribute]) |
            Should -Not -BeNullOrEmpty
    }
}

Describe '<Name>, which changes data,' -ForEach $changing {
    It 'has -WhatIf and -Confirm' {
        $parameters = (Get-Command $Name -Module OpsLog -ErrorAction Ignore).Parameters.Keys
        $parameters | Should -Contain 'WhatIf'
        $parameters | Should -Contain 'Confirm'
    }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $Name -Module OpsLog -ErrorAction Ignore
        $help = Get-Help $Name -Full -ErrorAction Ignore
    }

    It 'has a synopsis and a description that are not generated' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match "^\s*$Name\s"
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        $help | Out-String | Should -Not -Match '\{\{'
    }

    It 'offers no online page, because there is none' {
        $command.HelpUri | Should -BeNullOrEmpty
        @($help.relatedLinks.navigationLink.uri | Where-Object { $_ }) | Should -BeNullOrEmpty
        { Get-Help $Name -Online -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOperation,*'
    }

    It 'has two examples or more, each with code' {
        $examples = @($help.Examples.Example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $example.Code | Should -Match 'OpsLog'
            $example | Out-String | Should -Not -Match '```'
        }
    }

    It 'describes exactly the parameters the cmdlet has' {
        $real = $command.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters } | Sort-Object
        $written = $help.Parameters.Parameter.Name | Sort-Object -Unique
        $written | Should -Be $real
    }

    It 'describes each of them in words' {
        @($help.Parameters.Parameter | Where-Object { -not ($_.Description.Text -join '').Trim() }).Name | Should -BeNullOrEmpty
    }
}
