using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Units.Derivations;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Derivations;

public sealed class DerivationReaderTests(NixStore nix) : IClassFixture<NixStore>
{
    private const string Store = "/nix/store";
    private const string Path = Store + "/00000000000000000000000000000000-thing.drv";

    [NixFact]
    public void WhatNixWritesIsRead()
    {
        Derivation derivation = Instantiate("""
            derivation {
              name = "thing"; system = "x86_64-linux"; builder = "/bin/sh"; outputs = [ "out" "dev" ];
              args = [ "-c" "echo \"a\"\n\t\\ \${x} é \r" ];
              other = (derivation { name = "other"; system = "x86_64-linux"; builder = "/bin/sh"; outputs = [ "out" "lib" ]; }).lib;
              text = builtins.toFile "source.txt" "content";
              list = [ 1 true null "two" ];
            }
            """);

        Assert.Equal("thing", derivation.Name);
        Assert.Equal("x86_64-linux", derivation.System);
        Assert.Equal("/bin/sh", derivation.Builder);
        Assert.Equal(["-c", "echo \"a\"\n\t\\ ${x} é \r"], derivation.Arguments);
        Assert.Equal(["dev", "out"], derivation.Outputs.Keys);
        Assert.StartsWith(nix.StoreDirectory + "/", derivation.Outputs["dev"].Path, StringComparison.Ordinal);
        Assert.Equal(["lib"], Assert.Single(derivation.InputDerivations).Value);
        Assert.EndsWith("-source.txt", Assert.Single(derivation.InputSources), StringComparison.Ordinal);
        Assert.Equal("1 1  two", derivation.Attribute("list"));
        Assert.Null(derivation.StructuredAttributes);
        Assert.Null(derivation.Attribute("missing"));
    }

    [NixFact]
    public void StructuredAttributesAreRead()
    {
        Derivation derivation = Instantiate("""
            derivation {
              name = "thing"; system = "x86_64-linux"; builder = "/bin/sh"; __structuredAttrs = true;
              cmakeFlags = [ "-DA=1" "-DB=a b" ]; strict = true; nothing = null; deep.er = [ { x = 1.5; } ];
            }
            """);

        Assert.NotNull(derivation.StructuredAttributes);
        Assert.Equal("thing", derivation.Name);
        Assert.Equal("-DA=1 -DB=a b", derivation.Attribute("cmakeFlags"));
        Assert.Equal("1", derivation.Attribute("strict"));
        Assert.Equal("", derivation.Attribute("nothing"));
    }

    [NixFact]
    public void AFixedOutputIsKnownAsOne()
    {
        Derivation derivation = Instantiate("""
            derivation {
              name = "fetched"; system = "x86_64-linux"; builder = "/bin/sh";
              outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "0000000000000000000000000000000000000000000000000000";
            }
            """);
        Assert.Equal("r:sha256", derivation.Outputs["out"].HashAlgorithm);
        Assert.NotEmpty(derivation.Outputs["out"].Hash);
    }

    [Fact]
    public void NoByteIsLost()
    {
        byte[] content = [.. "Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[(\"odd\",\""u8, 0xFF, 0xFE, .. "\\x\")])"u8];
        Derivation derivation = DerivationReader.Parse(content, Path);
        Assert.Equal([0xFF, 0xFE, (byte)'x'], Posix.ByteText.Encode(derivation.Environment["odd"]));
        Assert.Equal("thing", derivation.Name);
    }

    [Fact]
    public void AnyTextComesBack() => Prop.ForAll<byte[], bool>((bytes, isPlain) =>
    {
        // As Nix writes strings: five characters are escaped, all else stands there as it is.
        List<byte> written = [];
        foreach (byte b in bytes)
        {
            byte escaped = b switch { (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', (byte)'\t' => (byte)'t', (byte)'"' or (byte)'\\' => b, _ => 0 };
            written.AddRange(escaped == 0 || (isPlain && escaped != b) ? [b] : [(byte)'\\', escaped]);
        }

        byte[] content = [.. "Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[\""u8, .. written, .. "\"],[(\"a\",\""u8, .. written, .. "\")])"u8];
        Derivation derivation = DerivationReader.Parse(content, Path);
        return Posix.ByteText.Encode(derivation.Arguments[0]).SequenceEqual(bytes) && Posix.ByteText.Encode(derivation.Environment["a"]).SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "\"Derive(\" is expected at byte 0 of 0")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[])x", "something follows the derivation")]
    [InlineData("Derive([],[],[],\"s\",\"b\",[],[])", "has no outputs")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\"),(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[])", "the output \"out\" stands there twice")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s", "a string has no end at byte")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\\", "a string has no end at byte")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[(\"__json\",\"{\")])", "that are no JSON")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[(\"__json\",\"{\\\"a\\\":{\\\"b\\\":1,\\\"b\\\":2}}\")])", "that are no JSON")]
    [InlineData("Derive([(\"out\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[(\"__json\",\"[]\")])", "no JSON object")]
    public void WhatIsNoDerivationIsSaidToBeNone(string content, string problem)
    {
        UnitFault fault = Assert.Throws<UnitFault>(() => DerivationReader.Parse(Encoding.UTF8.GetBytes(content), Path));
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThereIsSaid()
    {
        UnitFault fault = Assert.Throws<UnitFault>(() => DerivationReader.Read(Path));
        Assert.Contains("No such file or directory", fault.Message, StringComparison.Ordinal);
    }

    [NixFact]
    public void AnyDamageIsAFaultOrAnotherDerivation()
    {
        string path = InstantiatedPath("""
            derivation {
              name = "thing"; system = "x86_64-linux"; builder = "/bin/sh"; __structuredAttrs = true; outputs = [ "out" "dev" ];
              args = [ "-c" "echo \"a\"\n" ]; input = derivation { name = "other"; system = "x86_64-linux"; builder = "/bin/sh"; }; a.b = [ 1 "x" null ];
            }
            """);
        byte[] content = File.ReadAllBytes(path);
        Random random = new(20261122);
        int refused = 0;
        const int Tries = 20_000;
        for (int i = 0; i < Tries; i++)
        {
            byte[] damaged = Damage(content, random);
            try
            {
                Derivation derivation = DerivationReader.Parse(damaged, path);
                _ = derivation.Attribute("a") + derivation.Attribute("name");
            }
            catch (UnitFault fault)
            {
                refused++;
                Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(refused, Tries / 10, Tries - 1);
    }

    private static byte[] Damage(byte[] content, Random random)
    {
        List<byte> damaged = [.. content];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 20), damaged.Count - at));
                    break;
                case 2:
                    damaged.Insert(at, "\"\\()[],{}:"u8[random.Next(10)]);
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(at / 2, Math.Min(30, damaged.Count - (at / 2))));
                    break;
                default:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
            }

            if (damaged.Count == 0)
                break;
        }

        return [.. damaged];
    }

    private string InstantiatedPath(string expression)
    {
        (int status, string output, string error) = nix.Run("nix-instantiate", "--expr", expression);
        Assert.True(status == 0, error);
        return output.Trim();
    }

    private Derivation Instantiate(string expression) => DerivationReader.Read(InstantiatedPath(expression));
}
