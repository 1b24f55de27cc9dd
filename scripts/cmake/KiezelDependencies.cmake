# Everything Kiezel links against; all of it comes from Debian 12.
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis>=0.14)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(date REQUIRED)
find_package(Catch2 2.13 REQUIRED)
find_package(Boost 1.81 REQUIRED)

add_library(kiezel_asio INTERFACE)
target_link_libraries(kiezel_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(kiezel_asio INTERFACE BOOST_ASIO_NO_DEPRECATED)
