# Makes the module folder, the package and the zip from a built checkout. Used by build.ps1 and by the test.
# The same files give the same bytes: entries are sorted, and nothing depends on the time, the folder or the system.

# What a user needs, from the root of the checkout.
$packageFiles = @(
    'OpsLog.psd1', 'OpsLog.Format.ps1xml', 'LICENSE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'packaging/icon.png'
    'bin/OpsLog.Core.dll', 'bin/OpsLog.PowerShell.dll', 'bin/OpsLog.Startup.dll'
)
$packageFolders = 'en-US', 'docs', 'examples/cookbook'
# The engine as it is compiled for a system: missing where the compiler could not be restored.
$packagePrecompiled = 'bin/win-x64/OpsLog.Core.dll', 'bin/linux-x64/OpsLog.Core.dll'

function New-ModulePackage {
    <# Makes OpsLog/<version>, OpsLog.<version>.nupkg and OpsLog-<version>.zip in a folder, and returns their paths. #>
    param([Parameter(Mandatory)][string]$Root, [Parameter(Mandatory)][string]$Destination)
    $manifest = Import-PowerShellDataFile "$Root/OpsLog.psd1"
    $version = $manifest.ModuleVersion
    $made = [pscustomobject]@{
        Module  = Join-Path $Destination "OpsLog/$version"
        Package = Join-Path $Destination "OpsLog.$version.nupkg"
        Zip     = Join-Path $Destination "OpsLog-$version.zip"
    }
    Remove-Item -LiteralPath (Join-Path $Destination OpsLog), $made.Package, $made.Zip -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Force -Path "$($made.Module)/bin"
    foreach ($file in $packageFiles) { Copy-Item -LiteralPath "$Root/$file" -Destination "$($made.Module)/$($file -replace '^packaging/')" }
    foreach ($file in $packagePrecompiled | Where-Object { Test-Path -LiteralPath "$Root/$_" }) {
        $null = New-Item -ItemType Directory -Force -Path (Split-Path "$($made.Module)/$file")
        Copy-Item -LiteralPath "$Root/$file" -Destination "$($made.Module)/$file"
    }
    foreach ($folder in $packageFolders) {
        $null = New-Item -ItemType Directory -Force -Path (Split-Path "$($made.Module)/$folder")
        Copy-Item -LiteralPath "$Root/$folder" -Destination "$($made.Module)/$folder" -Recurse
    }

    $content = Get-FolderContent $made.Module
    $inZip = [Collections.Generic.Dictionary[string, byte[]]]::new()
    foreach ($name in $content.Keys) { $inZip["OpsLog/$version/$name"] = $content[$name] }
    Write-Archive $made.Zip $inZip
    Set-PackageManifest $content $manifest
    Write-Archive $made.Package $content
    $made
}

function Get-FolderContent ([string]$Folder) {
    <# The bytes of each file by its name relative to the folder, with forward slashes. #>
    $content = [Collections.Generic.Dictionary[string, byte[]]]::new()
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -File) {
        $content[[IO.Path]::GetRelativePath($Folder, $file.FullName).Replace('\', '/')] = [IO.File]::ReadAllBytes($file.FullName)
    }
    $content
}

function Write-Archive ([string]$Path, [Collections.Generic.Dictionary[string, byte[]]]$Content) {
    <# An archive with its entries in ordinal order, all of the earliest time that the format has. #>
    $names = [string[]]$Content.Keys
    [array]::Sort($names, [StringComparer]::Ordinal)
    $file = [IO.File]::Create($Path)
    try {
        $archive = [IO.Compression.ZipArchive]::new($file, 'Create')
        try {
            foreach ($name in $names) {
                $entry = $archive.CreateEntry($name, 'SmallestSize')
                $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, 0)
                $entry.ExternalAttributes = 0x81A4 -shl 16 # A file that its owner can write and everyone can read.
                $stream = $entry.Open()
                try { $stream.Write($Content[$name], 0, $Content[$name].Length) } finally { $stream.Dispose() }
            }
        }
        finally { $archive.Dispose() }
    }
    finally { $file.Dispose() }
}

function Set-PackageManifest ([Collections.Generic.Dictionary[string, byte[]]]$Content, [hashtable]$Manifest) {
    <# What makes a module folder a NuGet package, as the PowerShell Gallery describes modules. #>
    $data = $Manifest.PrivateData.PSData
    $tags = @(
        'PSModule'
        $data.Tags
        'PSIncludes_Cmdlet'
        foreach ($cmdlet in $Manifest.CmdletsToExport) { "PSCmdlet_$cmdlet"; "PSCommand_$cmdlet" }
    ) -join ' '
    $text = @{}
    foreach ($name in 'Author', 'CompanyName', 'Description', 'Copyright') { $text[$name] = [Security.SecurityElement]::Escape($Manifest[$name]) }
    $notes = [Security.SecurityElement]::Escape($data.ReleaseNotes)
    $core = 'package/services/metadata/core-properties/OpsLog.psmdcp'

    $parts = [ordered]@{}
    $parts['OpsLog.nuspec'] = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>OpsLog</id>
    <version>$($Manifest.ModuleVersion)</version>
    <authors>$($text.Author)</authors>
    <owners>$($text.CompanyName)</owners>
    <requireLicenseAcceptance>$("$($data.RequireLicenseAcceptance)".ToLowerInvariant())</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <licenseUrl>$($data.LicenseUri)</licenseUrl>
    <icon>icon.png</icon>
    <readme>README.md</readme>
    <description>$($text.Description)</description>
    <releaseNotes>$notes</releaseNotes>
    <copyright>$($text.Copyright)</copyright>
    <tags>$tags</tags>
  </metadata>
</package>
"@
    $parts[$core] = @"
<?xml version="1.0" encoding="utf-8"?>
<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:creator>$($text.Author)</dc:creator>
  <dc:description>$($text.Description)</dc:description>
  <dc:identifier>OpsLog</dc:identifier>
  <version>$($Manifest.ModuleVersion)</version>
  <keywords>$tags</keywords>
</coreProperties>
"@
    $parts['_rels/.rels'] = @"
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/OpsLog.nuspec" Id="Rmanifest" />
  <Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/$core" Id="Rproperties" />
</Relationships>
"@
    $parts['[Content_Types].xml'] = Get-ContentTypePart (@($Content.Keys) + @($parts.Keys))
    foreach ($name in $parts.Keys) { $Content[$name] = [Text.UTF8Encoding]::new($false).GetBytes($parts[$name].Replace("`r", '') + "`n") }
}

function Get-ContentTypePart ([string[]]$Name) {
    <# The part that gives every other part a type: by its extension, or by its name where it has none. #>
    $known = @{
        rels   = 'application/vnd.openxmlformats-package.relationships+xml'
        psmdcp = 'application/vnd.openxmlformats-package.core-properties+xml'
        png    = 'image/png'
    }
    $lines = foreach ($one in $Name) {
        $extension = [IO.Path]::GetExtension($one).TrimStart('.')
        $type = $known[$extension] ?? 'application/octet'
        if ($extension) { "  <Default Extension=`"$extension`" ContentType=`"$type`" />" } else { "  <Override PartName=`"/$one`" ContentType=`"$type`" />" }
    }
    $sorted = [string[]]@($lines | Select-Object -Unique)
    [array]::Sort($sorted, [StringComparer]::Ordinal)
    @(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        $sorted
        '</Types>'
    ) -join "`n"
}
