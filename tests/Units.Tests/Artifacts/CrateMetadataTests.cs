using Larder.Posix;
using Larder.Units.Artifacts;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Artifacts;

/// <summary>The metadata of a library that rustc made, against what rustc writes by itself.</summary>
public sealed class CrateMetadataTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-crate-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [RustFact]
    public void It_is_what_rustc_writes_early()
    {
        byte[] library = Compile(out byte[] metadata);
        Assert.Equal(metadata, Read(library));
    }

    [RustFact]
    public void A_library_of_nothing_else_can_be_compiled_against_and_not_be_linked()
    {
        Compile(out byte[] metadata);
        File.WriteAllBytes(_directory + "/stub.rlib", CrateMetadata.Stub("/place/libseen.rlib", metadata));
        File.Move(_directory + "/stub.rlib", _directory + "/libseen.rlib", overwrite: true);
        Assert.Equal(metadata, Read(File.ReadAllBytes(_directory + "/libseen.rlib")));
        File.WriteAllText(_directory + "/user.rs", "pub fn used() -> i32 { seen::shown(2) }\n");
        File.WriteAllText(_directory + "/main.rs", "fn main() { println!(\"{}\", seen::shown(2)); }\n");
        Tool.Run(_directory, RustFactAttribute.Compiler!, "--crate-name", "user", "user.rs", "--crate-type", "lib", "--extern", "seen=libseen.rlib");
        Assert.ThrowsAny<Exception>(() => Tool.Run(_directory, RustFactAttribute.Compiler!, "main.rs", "--extern", "seen=libseen.rlib"));
    }

    [RustFact]
    public void What_is_damaged_has_none()
    {
        byte[] library = Compile(out byte[] metadata);
        Assert.Null(Read([]));
        Assert.Null(Read("!<arch>\n"u8.ToArray()));
        Assert.Null(Read(library[..(library.Length / 4)]));
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. library];
            // The archive's first headers, and those of the object within.
            damaged[random.Next(Math.Min(400, damaged.Length))] = (byte)random.Next(256);
            Exception? fault = Record.Exception(() => Read(damaged));
            Assert.Null(fault);
        }

        byte[] raw = CrateMetadata.Stub("/p", "\u007fELF and no more"u8);
        Assert.Null(Read(raw));
        Assert.Equal(metadata, Read(CrateMetadata.Stub("/odd", metadata)));
    }

    private byte[] Compile(out byte[] metadata)
    {
        File.WriteAllText(_directory + "/seen.rs", "pub fn shown(value: i32) -> i32 { hidden(value) }\n#[inline(never)]\nfn hidden(value: i32) -> i32 { value + 1 }\n");
        Tool.Run(_directory, RustFactAttribute.Compiler!, "--crate-name", "seen", "seen.rs", "--crate-type", "lib", "--emit=link", "--emit=metadata=" + _directory + "/early.rmeta");
        metadata = File.ReadAllBytes(_directory + "/early.rmeta");
        return File.ReadAllBytes(_directory + "/libseen.rlib");
    }

    private byte[]? Read(byte[] library)
    {
        string path = _directory + "/read.rlib";
        File.WriteAllBytes(path, library);
        Assert.Equal(Errno.None, FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadOnly, out FileDescriptor file));
        using (file)
            return CrateMetadata.Read(file);
    }
}
