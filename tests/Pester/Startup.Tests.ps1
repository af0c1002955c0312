# The engine that was compiled in advance for a system: it is used where it can be, and the module works where it can't.

BeforeDiscovery {
    $precompiled = @('win-x64', 'linux-x64' | Where-Object { Test-Path "$PSScriptRoot/../../bin/$_/OpsLog.Core.dll" })
    $own = ($IsWindows ? 'win' : $IsLinux ? 'linux' : 'osx') + "-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    $withoutOwn = $own -notin $precompiled
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $own = ($IsWindows ? 'win' : $IsLinux ? 'linux' : 'osx') + "-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()

    function Get-LoadedEngine ([string]$Manifest) {
        <# The file of the engine that a new shell has loaded after it wrote a record. #>
        $code = "`$ErrorActionPreference = 'Stop'; Import-Module '$($Manifest -replace "'", "''")'; `$null = Open-OpsLogStore '$(New-TestStorePath)'
            Set-OpsLogRecord web01 @{ n = 1 }; (Get-OpsLogRecord web01).n
            ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'OpsLog.Core' }).Location"
        $output = @(Invoke-Shell @('-Command', $code) 2>&1)
        $output[0] | Should -Be 1 -Because "$output"
        $output.Count | Should -Be 2
        [IO.Path]::GetFullPath($output[1])
    }

    function New-ModuleCopy ([string]$Name) {
        $copy = (New-Item -ItemType Directory (Join-Path $TestDrive $Name)).FullName
        Copy-Item "$OpsLogRoot/OpsLog.psd1", "$OpsLogRoot/OpsLog.Format.ps1xml" $copy
        $null = New-Item -ItemType Directory "$copy/bin"
        Copy-Item "$OpsLogRoot/bin/*.dll" "$copy/bin"
        $copy
    }
}

Describe 'The engine for <_>' -ForEach $precompiled {
    It 'was compiled from the one that runs everywhere' {
        $ids = foreach ($file in "$OpsLogRoot/bin/OpsLog.Core.dll", "$OpsLogRoot/bin/$_/OpsLog.Core.dll") {
            $assembly = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($file))
            try {
                $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($assembly)
                $metadata.GetGuid($metadata.GetModuleDefinition().Mvid)
            }
            finally { $assembly.Dispose() }
        }
        $ids[0] | Should -Be $ids[1]
    }
}

Describe 'An import' {
    It 'loads the engine for this system' -Skip:($withoutOwn -or [Environment]::Version.Major -lt 10) {
        Get-LoadedEngine $OpsLogManifest | Should -Be ([IO.Path]::GetFullPath("$OpsLogRoot/bin/$own/OpsLog.Core.dll"))
    }

    It 'loads the engine that runs everywhere if there is none for this system' {
        $copy = New-ModuleCopy none
        Get-LoadedEngine "$copy/OpsLog.psd1" | Should -Be ([IO.Path]::GetFullPath("$copy/bin/OpsLog.Core.dll"))
    }

    It 'loads the engine that runs everywhere if the one for this system is damaged' {
        $copy = New-ModuleCopy damaged
        $null = New-Item -ItemType Directory "$copy/bin/$own"
        Set-Content -LiteralPath "$copy/bin/$own/OpsLog.Core.dll" -Value 'This is not an assembly.'
        Get-LoadedEngine "$copy/OpsLog.psd1" | Should -Be ([IO.Path]::GetFullPath("$copy/bin/OpsLog.Core.dll"))
    }

    It 'again in the same session, and in another runspace, changes nothing' {
        Import-Module $OpsLogManifest -Force
        $shell = [powershell]::Create()
        try {
            $shell.AddScript("Import-Module '$($OpsLogManifest -replace "'", "''")' -ErrorAction Stop; @(Get-OpsLogStore).Count").Invoke() | Should -Be 0
            $shell.HadErrors | Should -BeFalse
        }
        finally { $shell.Dispose() }
        @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'OpsLog.Core' }).Count | Should -Be 1
    }
}
