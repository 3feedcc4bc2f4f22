@echo off
rem Starts kronq quickly: with few compiler threads, and from JDK 19 on with an archive of its classes that Java keeps.
rem KRONQ_OPTS are further options of Java.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not exist "%LOCALAPPDATA%\kronq" mkdir "%LOCALAPPDATA%\kronq"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr ^
  -XX:+IgnoreUnrecognizedVMOptions -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\kronq\kronq.jsa" ^
  %KRONQ_OPTS% -jar "%~dp0..\lib\kronq.jar" %*
exit /b %ERRORLEVEL%
