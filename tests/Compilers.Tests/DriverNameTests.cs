namespace Larder.Compilers.Tests;

public sealed class DriverNameTests
{
    [Theory]
    [InlineData("gcc", DriverKind.Gcc, DriverMode.C)]
    [InlineData("g++", DriverKind.Gcc, DriverMode.Cxx)]
    [InlineData("gcc-12", DriverKind.Gcc, DriverMode.C)]
    [InlineData("g++-12.2.0", DriverKind.Gcc, DriverMode.Cxx)]
    [InlineData("g++12", DriverKind.Gcc, DriverMode.Cxx)]
    [InlineData("x86_64-linux-gnu-gcc", DriverKind.Gcc, DriverMode.C)]
    [InlineData("x86_64-linux-gnu-gcc-12", DriverKind.Gcc, DriverMode.C)]
    [InlineData("arm-none-eabi-g++", DriverKind.Gcc, DriverMode.Cxx)]
    [InlineData("clang", DriverKind.Clang, DriverMode.C)]
    [InlineData("clang-14", DriverKind.Clang, DriverMode.C)]
    [InlineData("clang++-14", DriverKind.Clang, DriverMode.Cxx)]
    [InlineData("clang++14", DriverKind.Clang, DriverMode.Cxx)]
    [InlineData("aarch64-unknown-linux-gnu-clang++", DriverKind.Clang, DriverMode.Cxx)]
    [InlineData("c99", DriverKind.Gcc, DriverMode.C)]
    [InlineData("c89", DriverKind.Gcc, DriverMode.C)]
    [InlineData("c99-gcc", DriverKind.Gcc, DriverMode.C)]
    [InlineData("cc", DriverKind.Unknown, DriverMode.C)]
    [InlineData("c++", DriverKind.Unknown, DriverMode.Cxx)]
    [InlineData("x86_64-linux-gnu-c++", DriverKind.Unknown, DriverMode.Cxx)]
    public void Drivers_are_known_by_name(string name, DriverKind kind, DriverMode mode) =>
        Assert.Equal(new DriverName(kind, mode), DriverName.Of(Line.Bytes(name)));

    [Theory]
    [InlineData("gcc-ar")]
    [InlineData("gcc-ar-12")]
    [InlineData("x86_64-linux-gnu-gcc-nm")]
    [InlineData("gcov")]
    [InlineData("cpp")]
    [InlineData("cpp-12")]
    [InlineData("clang-format")]
    [InlineData("clang-tidy-14")]
    [InlineData("clang-cpp")]
    [InlineData("clang-cl")]
    [InlineData("clangd")]
    [InlineData("rustc")]
    [InlineData("ld")]
    [InlineData("12")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("gfortran")]
    [InlineData("nvcc")]
    public void Other_tools_are_left_alone(string name) => Assert.Equal(DriverKind.NotUnderstood, DriverName.Of(Line.Bytes(name)).Kind);
}
