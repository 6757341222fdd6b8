using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Larder.Architecture.Tests;

/// <summary>
/// What the shim's image is linked from. It starts once for each compile, and each of these libraries costs every start: their presence was
/// measured, not only their use.
/// </summary>
public sealed class ClientDependencyTests
{
    private static readonly string[] TooHeavy =
    [
        "Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Http", "System.Net.Sockets", "System.Console", "System.Text.Json",
        "System.Text.RegularExpressions", "System.CommandLine", "Spectre.Console", "Google.Protobuf", "System.Linq", "System.Security.Cryptography",
        "System.Diagnostics.Process", "System.Private.Xml", "System.Xml", "System.ComponentModel.TypeConverter", "System.IO.Pipes",
    ];

    [Theory]
    [InlineData("larder")]
    [InlineData("Larder.Caching")]
    [InlineData("Larder.Storage")]
    [InlineData("Larder.Compilers")]
    [InlineData("Larder.Posix")]
    [InlineData("Larder.Protocol")]
    public void The_shim_is_linked_from_nothing_heavy(string assembly)
    {
        string[] references = References(assembly);
        foreach (string heavy in TooHeavy)
        {
            Assert.DoesNotContain(
                references, name => name == heavy || name.StartsWith(heavy + ".", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_shim_takes_no_packages()
    {
        foreach (string project in (string[])["Client", "Protocol", "Caching", "Storage", "Compilers", "Posix"])
            Assert.Empty(SourceTree.Packages(project));
    }

    [Fact]
    public void The_shim_has_no_asynchronous_code()
    {
        // A state machine and a thread pool, for a process that does one thing.
        foreach (string project in (string[])["src/Client", "src/Protocol", "src/Caching", "src/Storage", "src/Compilers", "src/Posix"])
        {
            foreach (string source in SourceTree.Sources(project))
            {
                string text = File.ReadAllText(source);
                Assert.False(text.Contains(" async ", StringComparison.Ordinal) || text.Contains("await ", StringComparison.Ordinal), source);
            }
        }
    }

    private static string[] References(string assembly)
    {
        string path = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        using PEReader image = new(File.OpenRead(path));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
