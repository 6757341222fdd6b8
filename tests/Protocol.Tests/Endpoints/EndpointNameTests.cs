using System.Runtime.Versioning;
using Larder.Protocol.Endpoints;
using static Larder.Protocol.Tests.Endpoints.EndpointFixture;

namespace Larder.Protocol.Tests.Endpoints;

/// <summary>What keeps two daemons apart (daemon failures, 10).</summary>
[SupportedOSPlatform("linux")]
public sealed class EndpointNameTests : IDisposable
{
    private readonly EndpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_same_settings_lead_to_the_same_name()
    {
        Assert.Equal(_fixture.Find().Socket, _fixture.Find().Socket);
    }

    [Fact]
    public void Another_cache_directory_has_another_daemon()
    {
        string[] names = [.. new[] { "/cache", "/cache2", "/cachf", "/c", "/", "/cache/", "" }.Select(cache => Text(_fixture.Find(cache).Socket))];

        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Another_user_has_another_name()
    {
        byte[] one = new byte[EndpointName.Length];
        byte[] other = new byte[EndpointName.Length];
        EndpointName.Write(1000, "/cache"u8, one);
        EndpointName.Write(1001, "/cache"u8, other);

        Assert.NotEqual(Text(one), Text(other));
    }

    [Fact]
    public void The_build_has_an_id_of_its_sources()
    {
        Assert.Matches("^[0-9a-f]{32}$", Text(BuildIdentity.Id));
    }
}
