# The package: what is in it, that the same files give the same bytes, and that PSResourceGet installs it.

BeforeDiscovery {
    $withoutResourceGet = -not (Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$OpsLogRoot/packaging/Package.ps1"
    $made = New-ModulePackage $OpsLogRoot (New-Item -ItemType Directory (Join-Path $TestDrive made)).FullName
    $manifest = Import-PowerShellDataFile $OpsLogManifest

    function Get-PackagedFile ([string]$Folder) {
        Get-ChildItem "$OpsLogRoot/$Folder" -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($OpsLogRoot, $_.FullName).Replace('\', '/') }
    }

    function Get-Entry ([string]$Path) {
        $archive = [IO.Compression.ZipFile]::OpenRead($Path)
        try {
            foreach ($entry in $archive.Entries) {
                $reader = [IO.StreamReader]::new($entry.Open())
                try { [pscustomobject]@{ Name = $entry.FullName; Time = $entry.LastWriteTime.DateTime; Text = $reader.ReadToEnd() } } finally { $reader.Dispose() }
            }
        }
        finally { $archive.Dispose() }
    }
}

Describe 'The module folder' {
    It 'has the layout of the checkout, and nothing but what a user needs' {
        $files = Get-ChildItem $made.Module -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($made.Module, $_.FullName).Replace('\', '/') }
        $files | Where-Object { $_ -notmatch '^(en-US|docs|examples/cookbook)/' } | Sort-Object | Should -Be (@(
                'OpsLog.psd1', 'OpsLog.Format.ps1xml', 'LICENSE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'icon.png'
                'bin/OpsLog.Core.dll', 'bin/OpsLog.PowerShell.dll', 'bin/OpsLog.Startup.dll'
                $packagePrecompiled | Where-Object { Test-Path "$OpsLogRoot/$_" }
            ) | Sort-Object)
        foreach ($folder in 'en-US', 'docs', 'examples/cookbook') {
            $files -like "$folder/*" | Sort-Object | Should -Be (Get-PackagedFile $folder | Sort-Object)
        }
    }

    It 'contains each page to which its README links' {
        $links = [regex]::Matches((Get-Content "$($made.Module)/README.md" -Raw), '\]\((?!https?:|#)([^)#]+)') | ForEach-Object { $_.Groups[1].Value }
        $links.Count | Should -BeGreaterThan 4
        $links | Where-Object { -not (Test-Path "$($made.Module)/$_") } | Should -BeNullOrEmpty
    }

    It 'has a valid manifest with all that a gallery shows, and no address of ours' {
        $module = Test-ModuleManifest "$($made.Module)/OpsLog.psd1" -ErrorAction Stop
        foreach ($name in 'Author', 'CompanyName', 'Copyright', 'Description', 'Tags', 'LicenseUri', 'ReleaseNotes') {
            $module.$name | Should -Not -BeNullOrEmpty -Because $name
        }
        # There is no public site: an address would lead nowhere.
        foreach ($name in 'ProjectUri', 'IconUri', 'HelpInfoUri') { $module.$name | Should -BeNullOrEmpty -Because $name }
        Split-Path -Leaf $made.Module | Should -Be $module.Version
    }

    It 'has an icon that is a square PNG of at least 128 pixels' {
        $bytes = [IO.File]::ReadAllBytes("$($made.Module)/icon.png")
        [Convert]::ToHexString($bytes, 0, 8) | Should -Be 89504E470D0A1A0A
        $width, $height = 16, 20 | ForEach-Object { [Buffers.Binary.BinaryPrimitives]::ReadInt32BigEndian([byte[]]$bytes[$_..($_ + 3)]) }
        $width | Should -BeGreaterOrEqual 128
        $height | Should -Be $width
    }
}

Describe 'The package' {
    BeforeAll {
        $entries = @(Get-Entry $made.Package)
        $text = @{}
        $entries | ForEach-Object { $text[$_.Name] = $_.Text }
        $metadata = ([xml]$text['OpsLog.nuspec']).package.metadata
    }

    It 'says in its nuspec what the manifest says' {
        $metadata.id | Should -Be OpsLog
        $metadata.version | Should -Be $manifest.ModuleVersion
        $metadata.authors | Should -Be $manifest.Author
        $metadata.description | Should -Be $manifest.Description
        $metadata.copyright | Should -Be $manifest.Copyright
        $metadata.releaseNotes | Should -Be $manifest.PrivateData.PSData.ReleaseNotes
        $metadata.license.InnerText | Should -Be MIT
        $metadata.license.type | Should -Be expression
        $metadata.licenseUrl | Should -Be $manifest.PrivateData.PSData.LicenseUri
        $text.Keys | Should -Contain $metadata.icon
        $text.Keys | Should -Contain $metadata.readme
    }

    It 'has the tags by which a gallery finds modules and their cmdlets' {
        $tags = $metadata.tags -split ' '
        $tags | Should -Be ($tags | Select-Object -Unique)
        foreach ($tag in @('PSModule', 'PSIncludes_Cmdlet') + $manifest.PrivateData.PSData.Tags) { $tags | Should -Contain $tag }
        ($tags -like 'PSCmdlet_*').Substring(9) | Should -Be $manifest.CmdletsToExport
        ($tags -like 'PSCommand_*').Substring(10) | Should -Be $manifest.CmdletsToExport
    }

    It 'has every file of the module folder, and a type for every part' {
        $types = ([xml]$text['[Content_Types].xml']).Types
        $named = @($types.Default.Extension | ForEach-Object { ".$_" }) + @($types.Override.PartName.TrimStart('/'))
        foreach ($name in $text.Keys -ne '[Content_Types].xml') {
            $named | Should -Contain ([IO.Path]::GetExtension($name) ? [IO.Path]::GetExtension($name) : $name)
        }
        foreach ($file in Get-ChildItem $made.Module -Recurse -File) {
            $text.Keys | Should -Contain ([IO.Path]::GetRelativePath($made.Module, $file.FullName).Replace('\', '/'))
        }
        foreach ($target in ([xml]$text['_rels/.rels']).Relationships.Relationship.Target) { $text.Keys | Should -Contain $target.TrimStart('/') }
    }

    It 'names no folder of the machine in its texts' {
        ($entries | Where-Object Name -NotLike '*.dll').Text -join "`n" | Should -Not -Match ([regex]::Escape($OpsLogRoot))
    }
}

Describe 'Packing again' {
    It 'gives the same bytes for the same files, made in another folder, order and time' {
        $copy = (New-Item -ItemType Directory (Join-Path $TestDrive 'another place')).FullName
        $files = @($packageFiles) + @($packagePrecompiled | Where-Object { Test-Path "$OpsLogRoot/$_" }) + @($packageFolders | ForEach-Object { Get-PackagedFile $_ }) | Sort-Object -Descending
        foreach ($file in $files) {
            $null = New-Item -ItemType Directory -Force (Split-Path "$copy/$file")
            [IO.File]::WriteAllBytes("$copy/$file", [IO.File]::ReadAllBytes("$OpsLogRoot/$file"))
            [IO.File]::SetLastWriteTimeUtc("$copy/$file", [datetime]::UtcNow.AddDays(-$file.Length))
        }
        $again = New-ModulePackage $copy (Join-Path $TestDrive again)
        foreach ($archive in 'Package', 'Zip') {
            (Get-FileHash -LiteralPath $again.$archive).Hash | Should -Be (Get-FileHash -LiteralPath $made.$archive).Hash
            $names = [string[]](Get-Entry $made.$archive).Name
            $sorted = [string[]]$names.Clone()
            [array]::Sort($sorted, [StringComparer]::Ordinal)
            $names | Should -BeExactly $sorted
            (Get-Entry $made.$archive).Time | Select-Object -Unique | Should -Be ([datetime]::new(1980, 1, 1))
        }
    }

    It 'finds no folder of the machine in the symbols of <_>' -ForEach 'OpsLog.Core.dll', 'OpsLog.PowerShell.dll', 'OpsLog.Startup.dll' {
        $debug = (Get-Command Open-OpsLogStore).ImplementingType.Assembly.GetCustomAttributes([Diagnostics.DebuggableAttribute], $false)
        if ($debug.IsJITOptimizerDisabled) { Set-ItResult -Skipped -Because 'this is a Debug build, which is not packaged'; return }
        $file = [IO.File]::OpenRead("$OpsLogRoot/bin/$_")
        $assembly = [Reflection.PortableExecutable.PEReader]::new($file)
        try {
            $entry = $assembly.ReadDebugDirectory() | Where-Object Type -EQ EmbeddedPortablePdb
            $symbols = $assembly.ReadEmbeddedPortablePdbDebugDirectoryData($entry).GetMetadataReader()
            $sources = foreach ($handle in $symbols.Documents) { $symbols.GetString($symbols.GetDocument($handle).Name) }
        }
        finally { $assembly.Dispose() }
        $sources.Count | Should -BeGreaterThan ($_ -eq 'OpsLog.Startup.dll' ? 0 : 50)
        $sources | Where-Object { $_ -notlike '/_/src/*' } | Should -BeNullOrEmpty
    }
}

Describe 'Installing' -Skip:$withoutResourceGet {
    It 'from a folder that is a repository gives a module that works' {
        $script = @'
param([string]$Packages, [string]$Target, [string]$Name)
$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name $Name -Uri $Packages -Trusted
try {
    $found = Find-PSResource OpsLog -Repository $Name
    Save-PSResource OpsLog -Repository $Name -Path $Target
}
finally { Unregister-PSResourceRepository -Name $Name }
$env:PSModulePath = $Target
Import-Module OpsLog
$null = Open-OpsLogStore (Join-Path $Target store)
Set-OpsLogRecord web01 @{ n = 1 }
[pscustomobject]@{
    Found  = "$($found.Name) $($found.Version)"
    Folder = (Get-Module OpsLog).ModuleBase
    Value  = (Get-OpsLogRecord web01).n
    Help   = (Get-Help Set-OpsLogRecord).Synopsis
    Topic  = (Get-Help about_OpsLog).Length
} | ConvertTo-Json -Compress
'@
        $file = Join-Path $TestDrive 'install.ps1'
        Set-Content -LiteralPath $file -Value $script
        $packages = (New-Item -ItemType Directory (Join-Path $TestDrive packages)).FullName
        Copy-Item -LiteralPath $made.Package $packages
        $target = (New-Item -ItemType Directory (Join-Path $TestDrive 'installed ö')).FullName
        # The list of repositories belongs to the user, so the child gets one of its own where the system permits that.
        $before = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = (New-Item -ItemType Directory (Join-Path $TestDrive data)).FullName
        try { $output = Invoke-Shell @('-File', $file, '-Packages', $packages, '-Target', $target, '-Name', "OpsLogTest$PID") 2>&1 | Out-String }
        finally { $env:XDG_DATA_HOME = $before }
        $LASTEXITCODE | Should -Be 0 -Because $output
        $result = $output.Trim() | ConvertFrom-Json
        $result.Found | Should -Be "OpsLog $($manifest.ModuleVersion)"
        $result.Folder | Should -Be (Join-Path $target "OpsLog/$($manifest.ModuleVersion)").Replace('/', [IO.Path]::DirectorySeparatorChar)
        $result.Value | Should -Be 1
        $result.Help | Should -Match 'record'
        $result.Topic | Should -BeGreaterThan 1000
    }

    It 'by unpacking the zip into a folder of the module path gives a module that works' {
        $target = (New-Item -ItemType Directory (Join-Path $TestDrive unpacked)).FullName
        Expand-Archive -LiteralPath $made.Zip -DestinationPath $target
        $output = Invoke-Shell @('-Command', "`$env:PSModulePath = '$($target -replace "'", "''")'; @(Get-OpsLogStore).Count; (Get-Module OpsLog).Version.ToString()") 2>&1
        $output | Should -Be '0', $manifest.ModuleVersion
    }
}
